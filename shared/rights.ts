/** Rights that an organization's own roles are made of, in the groups of the permission grid. Those of the platform are not among them. */
export const rightGroups = {
  organization: ['organization:manage'],
  people: ['user:manage'],
  rules: ['rule:manage'],
  audit: ['audit:read'],
  privacy: ['privacy:manage'],
  decisions: ['scan:override', 'pass:revoke'],
  visits: ['appointment:read', 'appointment:create', 'appointment:cancel', 'visitor:read', 'visitor:reveal', 'pass:read', 'pass:read_code'],
  gates: ['gate:read', 'scan:admit', 'checkin:read'],
  notifications: ['notification:read'],
  integration: ['application:manage'],
} as const

/** Rights that can be narrowed to what a person hosts; written with `:own` they are. */
export const narrowableRights: readonly string[] = [
  'appointment:read',
  'appointment:create',
  'appointment:cancel',
  'visitor:read',
  'visitor:reveal',
  'pass:read',
  'pass:read_code',
  'pass:revoke',
  'checkin:read',
]

/** Rights that a role gives at one site. In a department it gives {@link narrowableRights}. */
export const siteRights: readonly string[] = [...narrowableRights, 'scan:admit', 'scan:override', 'gate:read']

const whole: readonly string[] = Object.values(rightGroups).flat()

/** Whether an own role may hold a right as roles write it. */
export const isRight = (text: string): boolean =>
  text.endsWith(':own') ? narrowableRights.includes(text.slice(0, -':own'.length)) : whole.includes(text)

/** How far a role's right reaches. */
export type RightReach = 'none' | 'own' | 'all'

/** How far a right reaches in a set of rights. */
export function reachIn(rights: readonly string[], right: string): RightReach {
  if (rights.includes(right)) return 'all'
  return rights.includes(`${right}:own`) ? 'own' : 'none'
}

/** A set of rights with one of them reaching as far as this. */
export function withReach(rights: readonly string[], right: string, reach: RightReach): string[] {
  const others = rights.filter((other) => other !== right && other !== `${right}:own`)
  return reach === 'none' ? others : [...others, reach === 'own' ? `${right}:own` : right]
}
