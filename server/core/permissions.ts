/** Every permission of the system, with the group of the contract's table it belongs to. Roles are sets of these. */
export const permissions = [
  'platform:manage',
  'organization:manage',
  'user:manage',
  'rule:manage',
  'audit:read',
  'appointment:read',
  'appointment:create',
  'appointment:cancel',
  'visitor:read',
  'visitor:reveal',
  'privacy:manage',
  'pass:read',
  'pass:read_code',
  'pass:revoke',
  'scan:admit',
  'scan:override',
  'gate:read',
  'checkin:read',
  'notification:read',
  'application:manage',
  'queue:manage',
] as const

/** A right that a role, a key's scope or a device can hold. */
export type Permission = (typeof permissions)[number]

/** Whether a stored text is (still) a permission of this version. */
export const isPermission = (text: string): text is Permission => (permissions as readonly string[]).includes(text)

/** Permissions that a Host holds for what is their own, not for the whole organization. */
export const ownPermissions = [
  'appointment:read',
  'appointment:create',
  'appointment:cancel',
  'visitor:read',
  'visitor:reveal',
  'pass:read',
  'pass:read_code',
  'pass:revoke',
  'checkin:read',
] as const satisfies Permission[]

/** What whoever stands in for a host who is away may do (ADR 24): know who comes and receive them. The visits stay the host's. */
export const deputyPermissions = ['appointment:read', 'pass:read', 'visitor:read', 'checkin:read'] as const satisfies Permission[]

/** Permissions that a role can give at one site only. In a department they are {@link ownPermissions}: a gate belongs to no department. */
export const sitePermissions = [...ownPermissions, 'scan:admit', 'scan:override', 'gate:read'] as const satisfies Permission[]

const reception = [
  'appointment:read',
  'visitor:read',
  'visitor:reveal',
  'pass:read',
  'pass:read_code',
  'scan:admit',
  'gate:read',
  'checkin:read',
] as const satisfies Permission[]

/**
 * The seven built-in roles (contracts.md, "Roles and permissions"). `:own` narrows a permission to what the person hosts.
 * Rows are made from this at migration; organizations add their own beside them.
 */
export const builtInRoles = {
  PlatformAdmin: { id: '00000000-0000-7000-8000-000000000001', permissions: ['platform:manage', 'queue:manage'] },
  OrgAdmin: {
    id: '00000000-0000-7000-8000-000000000002',
    permissions: [
      ...reception,
      'organization:manage',
      'user:manage',
      'rule:manage',
      'privacy:manage',
      'audit:read',
      'appointment:create',
      'appointment:cancel',
      'pass:revoke',
      'scan:override',
      'notification:read',
      'application:manage',
    ],
  },
  SecurityOfficer: {
    id: '00000000-0000-7000-8000-000000000003',
    permissions: [
      ...reception.filter((permission) => permission !== 'pass:read_code'),
      'rule:manage',
      'privacy:manage',
      'audit:read',
      'pass:revoke',
      'scan:override',
    ],
  },
  Operator: {
    id: '00000000-0000-7000-8000-000000000004',
    permissions: [...reception, 'appointment:create', 'appointment:cancel', 'pass:revoke', 'notification:read'],
  },
  Host: {
    id: '00000000-0000-7000-8000-000000000005',
    permissions: [...ownPermissions.map((permission) => `${permission}:own` as const), 'gate:read'],
  },
  Developer: { id: '00000000-0000-7000-8000-000000000006', permissions: ['application:manage'] },
  Guest: { id: '00000000-0000-7000-8000-000000000007', permissions: [] },
} as const satisfies Record<string, { id: string; permissions: readonly (Permission | `${Permission}:own`)[] }>

/**
 * What a platform administrator may do inside an organization that they have entered (contracts.md, "Roles and permissions"):
 * set it up and look at its log, never see its guests.
 */
export const enteredPermissions = ['organization:manage', 'user:manage', 'audit:read'] as const satisfies Permission[]

/** Everything an integrator's key may be given. */
export const integratorScopes = [
  'appointment:read',
  'appointment:create',
  'appointment:cancel',
  'visitor:read',
  'visitor:reveal',
  'pass:read',
  'pass:read_code',
  'pass:revoke',
  'scan:admit',
  'gate:read',
  'checkin:read',
] as const satisfies Permission[]
