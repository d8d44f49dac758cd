/**
 * Texts that a browser loads together: a page loads what its part of the product says, not everything the product says.
 * Names are sections of a locale's file, or what lies in them. Of `errors` only those go to browsers that are written there.
 */
export const parts = {
  base: [
    'errors',
    'app',
    'nav',
    'common',
    'visitors',
    'admin.askAdmin',
    'admin.noSites',
    'admin.reason',
    'admin.audit.history',
    'admin.audit.historyOf',
  ],
  account: ['signIn', 'home', 'enrol', 'account', 'setPassword'],
  host: ['host', 'approvals'],
  approvals: ['approvals', 'host.list', 'host.noGuest'],
  calendars: ['outsideCalendars'],
  profile: ['hosts', 'host.guestList.problems'],
  desk: ['gate', 'live'],
  admin: ['admin', 'invite.calendar', 'approvals.kinds'],
  devconsole: ['devconsole'],
} as const satisfies Record<string, readonly string[]>

/** A name of texts that belong together. */
export type TextPart = keyof typeof parts

/** What some pages of a part of the product say besides, by the name that follows it in the path. */
const besides: Record<string, TextPart[]> = {
  '/host/calendars': ['calendars'],
  '/host/profile': ['profile'],
  '/admin/sites': ['calendars'],
  '/admin/hosts': ['profile'],
  '/admin/people-import': ['profile'],
}

/** The texts that the page at a path needs. */
export function partsOf(path: string): TextPart[] {
  const [, first = '', second = ''] = path.split(/[/?#]/)
  const own = besides[`/${first}/${second}`] ?? []
  if (first === 'host') return ['base', 'host', ...own]
  if (first === 'approvals') return ['base', 'account', 'approvals']
  if (first === 'devconsole') return ['base', 'account', 'devconsole']
  if (first !== 'admin') return ['base', 'account']
  const isDesk = second === 'gates' || second === 'live'
  return isDesk ? ['base', 'account', 'desk'] : ['base', 'account', 'desk', 'admin', ...own]
}
