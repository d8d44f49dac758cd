import { graphql } from '#shared/generated/gql'
import type { ViewerQuery } from '#shared/generated/gql/graphql'
import { RequestFailure } from './graphql-request'

const document = graphql(`
  query Viewer {
    viewer {
      user {
        id
        name
        email
      }
      host {
        id
        name
      }
      organization {
        id
        name
        code
        timeZone
      }
      workplaces {
        organizationId
        name
      }
      permissions
      isEnrolling
      insideUntil
    }
    instance {
      demo
      version
    }
    announcement {
      text
    }
  }
`)

const signOutDocument = graphql(`
  mutation SignOut {
    signOut
  }
`)

/** Who is signed in, in which organization, with which rights. */
export type Viewer = NonNullable<ViewerQuery['viewer']>

/**
 * Who looks at this page. Asked once per visit; use it freely. What it says decides what is shown, never what is allowed.
 * @returns `viewer` (null when nobody is signed in), `instance`, `announcement`, `can(permission)` (somewhere, be it only for one's own),
 * `canBeyondOwn(permission)` (for the whole organization or in a place of it), `canAll(permission)` (for the whole organization), `home`,
 * `load()`, `signOut()`
 */
export function useViewer() {
  const answer = useState<Partial<ViewerQuery> | undefined>('viewer')
  const request = useGraphqlRequest({ mayBeAnonymous: true })
  const viewer = computed(() => answer.value?.viewer ?? null)
  const canAll = (permission: string) => viewer.value?.permissions.includes(permission) ?? false
  const canBeyondOwn = (permission: string) => canAll(permission) || canAll(`${permission}:narrowed`)
  const can = (permission: string) => canBeyondOwn(permission) || canAll(`${permission}:own`)

  /** Asks once; `again` after rights have changed. */
  async function load(again = false): Promise<Viewer | null> {
    if (again || !answer.value) answer.value = await request(document).catch(nobody)
    return viewer.value
  }

  /** Ends the session. The page is loaded anew, so that nothing of it stays in memory. */
  async function signOut(): Promise<void> {
    await request(signOutDocument)
    window.location.assign('/sign-in')
  }

  return {
    viewer,
    instance: computed(() => answer.value?.instance),
    announcement: computed(() => answer.value?.announcement),
    can,
    canAll,
    canBeyondOwn,
    home: computed(() => homeOf(canBeyondOwn, can)),
    load,
    signOut,
  }
}

function nobody(error: unknown): Partial<ViewerQuery> {
  if (error instanceof RequestFailure && error.data.code === 'UNAUTHENTICATED') return { viewer: null }
  throw error
}

function homeOf(canBeyondOwn: (permission: string) => boolean, can: (permission: string) => boolean): string {
  if (canBeyondOwn('checkin:read') || canBeyondOwn('platform:manage')) return '/admin'
  if (can('appointment:create')) return '/host'
  return can('application:manage') ? '/devconsole' : '/admin'
}
