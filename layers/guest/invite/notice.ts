import type { InviteView } from './invite-view'

/** What a page says when there is nothing to show. */
export interface Notice {
  title: string
  text: string
  hint?: string
  /** The words of a link that helps, and where it leads: to the page itself when empty. */
  retry?: string
  href?: string
}

/** Whose page it is, where that is known. */
export type Branded = Pick<InviteView, 'brand' | 'organization'>
