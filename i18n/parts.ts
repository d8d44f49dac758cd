/**
 * Texts that a browser loads together: a page loads what its part of the product says, not everything the product says.
 * Names are sections of a locale's file, or what lies in them. Of `errors` only those go to browsers that are written there.
 */
export const parts = {
  base: ['errors', 'app', 'nav', 'common', 'visitors', 'admin.askAdmin', 'admin.noSites', 'admin.audit.history', 'admin.audit.historyOf'],
  account: ['signIn', 'home', 'enrol', 'account', 'setPassword'],
  host: ['host'],
  desk: ['gate', 'live'],
  admin: ['admin', 'invite.calendar'],
  devconsole: ['devconsole'],
} as const satisfies Record<string, readonly string[]>

/** A name of texts that belong together. */
export type TextPart = keyof typeof parts

/** The texts that the page at a path needs. */
export function partsOf(path: string): TextPart[] {
  const [, first = '', second = ''] = path.split(/[/?#]/)
  if (first === 'host') return ['base', 'host']
  if (first === 'devconsole') return ['base', 'account', 'devconsole']
  if (first !== 'admin') return ['base', 'account']
  const isDesk = second === 'gates' || second === 'live'
  return isDesk ? ['base', 'account', 'desk'] : ['base', 'account', 'desk', 'admin']
}
