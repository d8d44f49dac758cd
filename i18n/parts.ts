/**
 * Texts that a browser loads together: a page loads what its part of the product says, not everything the product says.
 * Names are sections of a locale's file, or what lies in them. Of `errors` only those go to browsers that are written there:
 * in schemas those of `checks`, elsewhere those of all others.
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
  /** What is wrong with what was typed: comes with the schemas that say so (`useLateCode`). */
  checks: ['errors'],
  account: ['signIn', 'home', 'enrol', 'account', 'setPassword'],
  host: ['host', 'approvals', 'admin.passes.plate'],
  approvals: ['approvals', 'host.list', 'host.noGuest'],
  guestList: ['guestList'],
  calendars: ['outsideCalendars'],
  feeds: ['calendarFeeds'],
  profile: ['hosts'],
  desk: ['gate', 'live', 'scan.denied'],
  reception: [
    'admin.desk',
    'admin.deliveries',
    'gate.missing',
    'gate.decline',
    'live.site',
    'host.host',
    'host.form.name',
    'host.form.nameHint',
    'host.form.company',
    'host.form.phone',
    'host.form.email',
    'host.form.chooseHost',
    'host.form.choose',
    'host.form.visitorType',
    'host.form.noVisitorType',
    'host.form.yes',
    'host.form.no',
  ],
  devconsole: ['devconsole', 'admin.statistics.save', 'admin.statistics.nothing', 'admin.statistics.table'],
  apiErrors: ['apiErrors'],
  proof: ['account.security.confirm', 'account.security.passkeys.use', 'signIn.email', 'signIn.password'],
  lists: ['admin.any', 'admin.clear', 'admin.noneFiltered', 'admin.pages', 'admin.users.find', 'admin.roleNames'],
  overview: ['admin.home', 'admin.instance', 'admin.noRights', 'admin.outbox.refresh', 'admin.passes.statuses', 'admin.passes.presences'],
  agreements: [
    'admin.agreements',
    'admin.visitorTypes.saved',
    'admin.visitorTypes.archive',
    'admin.visitorTypes.restore',
    'admin.visitorTypes.state',
    'admin.visitorTypes.states',
    'admin.visitorTypes.noneArchived',
  ],
  audit: ['admin.audit'],
  badges: ['admin.badges', 'badge'],
  branding: ['admin.branding', 'invite.calendar'],
  statistics: ['admin.statistics', 'live.reasons'],
  chains: ['admin.chains', 'approvals.kinds'],
  rollCall: ['rollCall', 'names', 'gate.noRight', 'reconcile', 'live.correct', 'live.admitted', 'live.site'],
  rules: ['admin.rules'],
  departments: ['admin.departments', 'admin.import.open'],
  devices: ['admin.devices', 'gate.directions'],
  kiosk: ['kiosk', 'gate.camera', 'gate.type', 'walkIn'],
  turnstiles: ['admin.turnstiles', 'gate.directions'],
  organizations: ['admin.organizations', 'admin.sites.timeZone', 'admin.users.name', 'admin.users.inviteSubmit'],
  outbox: ['admin.outbox', 'admin.passes.invite'],
  passes: ['admin.passes', 'live.openGate', 'live.site'],
  peopleImport: ['admin.import', 'guestList.problems'],
  platform: ['admin.platform'],
  privacy: ['admin.privacy'],
  roles: ['admin.roles', 'admin.rights'],
  settings: ['admin.settings', 'admin.keys', 'admin.guests', 'admin.organizations', 'admin.sites.optional', 'admin.sites.timeZone'],
  signInPolicy: ['admin.signInPolicy'],
  singleSignOn: ['admin.singleSignOn'],
  sites: ['admin.sites'],
  users: ['admin.users', 'admin.departments', 'account.sessions'],
  visitorTypes: [
    'admin.visitorTypes',
    'admin.agreements.make',
    'admin.agreements.monthsHelp',
    'admin.agreements.titleLabel',
    'admin.agreements.textLabel',
  ],
  visitors: [
    'admin.visitors',
    'admin.passes',
    'admin.watchlist.gone',
    'live.admitted',
    'live.results',
    'live.corrected',
    'live.byClock',
    'live.byHost',
  ],
  watchlist: ['admin.watchlist'],
  webhooks: ['webhooks'],
} as const satisfies Record<string, readonly string[]>

/** A name of texts that belong together. */
export type TextPart = keyof typeof parts

/** What pages of administration say beside `base`, by the name that follows `/admin/` in their path. */
const administration: Record<string, readonly TextPart[]> = {
  '': ['desk', 'overview'],
  agreements: ['lists', 'agreements'],
  'approval-chains': ['lists', 'chains'],
  'access-rules': ['rules'],
  audit: ['lists', 'audit'],
  badges: ['badges'],
  branding: ['branding'],
  departments: ['departments'],
  desk: ['lists', 'reception'],
  devices: ['lists', 'devices'],
  turnstiles: ['turnstiles'],
  gates: ['desk', 'rollCall'],
  hosts: ['lists', 'profile'],
  live: ['desk'],
  organizations: ['lists', 'proof', 'organizations'],
  outbox: ['outbox'],
  passes: ['lists', 'passes'],
  'people-import': ['peopleImport'],
  platform: ['platform'],
  privacy: ['lists', 'proof', 'privacy'],
  reconciliation: ['rollCall'],
  roles: ['lists', 'roles'],
  'roll-call': ['rollCall'],
  settings: ['settings'],
  'sign-in-policy': ['lists', 'proof', 'signInPolicy'],
  'single-sign-on': ['lists', 'proof', 'singleSignOn'],
  sites: ['lists', 'sites', 'calendars'],
  statistics: ['statistics'],
  users: ['lists', 'proof', 'users'],
  'visitor-types': ['lists', 'visitorTypes'],
  visitors: ['lists', 'proof', 'visitors'],
  watchlist: ['lists', 'proof', 'watchlist'],
}

/** What some pages of hosts say besides, by the name that follows `/host/`. */
const hosts: Record<string, readonly TextPart[]> = {
  calendars: ['calendars', 'feeds'],
  deliveries: ['reception'],
  'guest-list': ['guestList'],
  profile: ['profile'],
}

/** The texts that the page at a path needs. */
export function partsOf(path: string): TextPart[] {
  const [, first = '', second = ''] = path.split(/[/?#]/)
  if (first === 'admin') return ['base', ...(administration[second] ?? [])]
  if (first === 'kiosk') return ['base', 'kiosk']
  if (first === 'host') return ['base', 'host', ...(hosts[second] ?? [])]
  if (first === 'devconsole' && second === 'webhooks') return ['base', 'devconsole', 'webhooks']
  if (first === 'devconsole' && second === 'errors') return ['base', 'devconsole', 'apiErrors']
  return ['base', first === 'approvals' || first === 'devconsole' ? first : 'account']
}
