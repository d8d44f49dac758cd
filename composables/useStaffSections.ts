/** One entry of the staff navigation. `name` is its text, `nav.<name>`. */
export interface StaffSection {
  name: string
  to: string
  icon: string
  isCurrent: boolean
}

type MakeSection = (allowed: boolean, name: string, to: string, icon: string) => StaffSection[]

const administrationOf = (canAll: (permission: string) => boolean, section: MakeSection): StaffSection[] => [
  ...section(canAll('user:manage'), 'users', '/admin/users', 'user-cog'),
  ...section(canAll('user:manage') && canAll('appointment:read'), 'hosts', '/admin/hosts', 'handshake'),
  ...section(canAll('user:manage'), 'departments', '/admin/departments', 'network'),
  ...section(canAll('user:manage'), 'roles', '/admin/roles', 'key-square'),
  ...section(canAll('rule:manage'), 'visitorTypes', '/admin/visitor-types', 'shapes'),
  ...section(canAll('rule:manage'), 'agreements', '/admin/agreements', 'file-signature'),
  ...section(canAll('organization:manage'), 'sites', '/admin/sites', 'building-2'),
  ...section(canAll('organization:manage'), 'settings', '/admin/settings', 'settings-2'),
  ...section(canAll('organization:manage'), 'branding', '/admin/branding', 'palette'),
  ...section(canAll('organization:manage'), 'devices', '/admin/devices', 'tablet-smartphone'),
  ...section(canAll('organization:manage'), 'turnstiles', '/admin/turnstiles', 'door-closed'),
  ...section(canAll('organization:manage'), 'signInPolicy', '/admin/sign-in-policy', 'lock-keyhole'),
  ...section(canAll('organization:manage'), 'singleSignOn', '/admin/single-sign-on', 'log-in'),
]

const platformOf = (canAll: (permission: string) => boolean, section: MakeSection): StaffSection[] => [
  ...section(canAll('platform:manage'), 'instance', '/admin', 'server'),
  ...section(canAll('platform:manage'), 'installation', '/admin/organizations', 'building'),
  ...section(canAll('platform:manage'), 'platformSettings', '/admin/platform', 'settings-2'),
]

/** What happened at the gates, and the rules. */
const controlOf = ({ can, canAll, canBeyondOwn, instance }: ReturnType<typeof useViewer>, section: MakeSection): StaffSection[] => [
  ...section(canBeyondOwn('checkin:read'), 'statistics', '/admin/statistics', 'chart-column'),
  ...section(canBeyondOwn('pass:read'), 'passes', '/admin/passes', 'ticket-check'),
  ...section(canBeyondOwn('visitor:read'), 'visitors', '/admin/visitors', 'contact-round'),
  ...section(can('rule:manage'), 'watchlist', '/admin/watchlist', 'user-round-search'),
  ...section(can('audit:read'), 'audit', '/admin/audit', 'scroll-text'),
  ...section(canAll('rule:manage'), 'accessRules', '/admin/access-rules', 'door-open'),
  ...section(canAll('rule:manage'), 'approvalChains', '/admin/approval-chains', 'list-checks'),
  ...section(can('privacy:manage'), 'privacy', '/admin/privacy', 'shield-check'),
  ...section(can('notification:read') && !!instance.value?.demo, 'outbox', '/admin/outbox', 'mail'),
]

/** Whether somebody has calendars outside, or looks after those of others. */
function useHasCalendars() {
  const { viewer, canAll } = useViewer()
  return computed(() => !!viewer.value?.host || (canAll('user:manage') && canAll('appointment:read')))
}

/** The visits of whoever receives guests, and what they say of themselves. */
const hostingOf = ({ viewer, can }: ReturnType<typeof useViewer>, hasCalendars: boolean, section: MakeSection): StaffSection[] => [
  ...section(can('appointment:read'), 'calendar', '/host', 'calendar-days'),
  ...section(can('appointment:read'), 'visits', '/host/visits', 'users-round'),
  // Anybody may be asked, whatever their rights.
  ...section(!!viewer.value?.organization, 'approvals', '/approvals', 'stamp'),
  ...section(hasCalendars, 'calendars', '/host/calendars', 'calendar-sync'),
  ...section(!!viewer.value?.host, 'deliveries', '/host/deliveries', 'package'),
  ...section(!!viewer.value?.host, 'profile', '/host/profile', 'user-round-cog'),
]

/** The navigation of the staff layout: only what the person's rights reach, empty groups left out. */
export function useStaffSections() {
  const known = useViewer()
  const { can, canAll, canBeyondOwn } = known
  const hasCalendars = useHasCalendars()
  const route = useRoute()
  const isAt = (to: string) =>
    ['/host', '/admin', '/devconsole'].includes(to) ? route.path === to : route.path === to || route.path.startsWith(`${to}/`)
  const section: MakeSection = (allowed, name, to, icon) => (allowed ? [{ name, to, icon: `i-lucide-${icon}`, isCurrent: isAt(to) }] : [])

  return computed(() =>
    [
      { name: 'host', sections: hostingOf(known, hasCalendars.value, section) },
      {
        name: 'reception',
        sections: [
          ...section(canBeyondOwn('checkin:read') && can('scan:admit') && can('visitor:read'), 'desk', '/admin/desk', 'concierge-bell'),
          ...section(canBeyondOwn('checkin:read'), 'live', '/admin/live', 'activity'),
          ...section(can('scan:admit'), 'gates', '/admin/gates', 'scan-line'),
          ...section(can('checkin:read'), 'rollCall', '/admin/roll-call', 'siren'),
        ],
      },
      { name: 'control', sections: controlOf(known, section) },
      { name: 'platform', sections: platformOf(canAll, section) },
      { name: 'administration', sections: administrationOf(canAll, section) },
      {
        name: 'integration',
        sections: [
          ...section(can('application:manage'), 'developers', '/devconsole', 'code-xml'),
          ...section(can('application:manage'), 'webhooks', '/devconsole/webhooks', 'webhook'),
        ],
      },
    ].filter(({ sections }) => sections.length > 0),
  )
}
