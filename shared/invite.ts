import type { GuestStep } from './guest-steps'
import type { BilingualGuidance } from './site-guidance'

/** What is known of an invited visit and its pass. */
export interface InviteFacts {
  visitorName: string
  locale: 'RU' | 'EN'
  title: string | null
  /** Words of the host to the guest. */
  message: string | null
  canceled: boolean
  startsAt: Date
  endsAt: Date
  /** IANA zone of the venue: guests see its time first. */
  timeZone: string
  hostName: string
  roomName: string | null
  site: { name: string; address: string | null; mapUrl: string | null } & BilingualGuidance
  /** The language in which the organization writes; what it has translated stands beside. */
  siteLocale: 'RU' | 'EN'
  organization: { name: string; primaryColor: string; logoUrl: string | null }
  status: 'DRAFT' | 'PENDING_APPROVAL' | 'ACTIVE' | 'SUSPENDED' | 'REVOKED' | 'EXPIRED' | 'USED'
  /** Where the guest is: expected, inside, left. */
  presence: 'EXPECTED' | 'INSIDE' | 'LEFT'
  /** What the QR says; null while there is nothing to show at a gate. */
  code: string | null
  shortCode: string | null
  /** What the organization says while the pass waits for a decision; null for the usual words. */
  waitingText: string | null
  validFrom: Date
  validTo: Date
  /** Of a pass for a group: how many it admits (null: as many as come), were let in, and are inside; null for a pass of one. */
  group: { size: number | null; entered: number; inside: number } | null
}

/**
 * Why the page asks once more: what was sent is wrong, too old or of another browser, was asked too often, makes no sense, comes too late
 * or too early, or the browser keeps no cookies.
 */
export const guestProblems = ['wrong', 'expired', 'elsewhere', 'wait', 'cookies', 'words', 'tooLate', 'tooEarly'] as const

/** One of them. */
export type GuestProblem = (typeof guestProblems)[number]

/** What the codes of a pass that change are made by, on the phone of its guest. */
export interface LivePass {
  /** The code of the pass, to which what changes is added. */
  lasting: string
  /** In base64. */
  key: string
  /** When the server made the code that is shown, in milliseconds since 1970: by it the phone's clock is put right. */
  at: number
}

/** Everything the guest's page shows. The server reads it, the page renders it. */
export interface InvitePage extends InviteFacts {
  /** Where the code of the pass changes: what by. `code` is that of this moment then. */
  live: LivePass | null
  /** Until when the phone may keep a copy for a door without a network; null where the organization asks guests for more than the link. */
  keepUntil: Date | null
  /** The wallets in which the guest may keep the pass. */
  wallets: ('apple' | 'google')[]
  /** What the guest still has to show before they see the code; null when it is seen, or nothing has to be shown. */
  proof: GuestProof | null
  /** What they say of the visit; null for who may not, or when there is nothing to say any more. */
  answer: GuestAnswer | null
  /** What they do before they come; nothing for who may not, or once they have come. */
  steps: GuestStep[]
}

/** What the guest has said of the visit, and the form in which they say it. */
export interface GuestAnswer {
  reply: 'CONFIRMED' | 'DECLINED' | null
  lateMinutes: number | null
  isHere: boolean
  /** What a form of this page must bring along, so that no other page can send it. */
  form: string
  problem: GuestProblem | null
}

/** How a guest may show who they are. */
export interface GuestProof {
  /** `asked`: a code is on its way to them. `unreachable`: nobody knows where to send one. */
  access: 'closed' | 'asked' | 'unreachable'
  /** What a form of this page must bring along, so that no other page can send it. */
  form: string
  /** The key of the link that was followed; null for whoever came otherwise. */
  key: string | null
  problem: GuestProblem | null
}

/** What became of an invite link: opened, not one of ours, or not to be told now because the database is away. */
export type InviteAnswer = { kind: 'opened'; invite: InvitePage } | { kind: 'unknown' } | { kind: 'unavailable'; traceId: string }

declare module 'h3' {
  interface H3EventContext {
    /** Set for `/i/<token>` before the page is rendered; never sent as data. */
    invite?: InviteAnswer
  }
}
