const { join } = require('node:path')

/**
 * The arrows between the parts of the product (ARCHITECTURE.md): which folder may import which.
 * `tests/architecture/arrows.test.ts` shows that each rule catches its violation.
 */

const ui = '^(app\\.vue|error\\.vue|pages|components|composables|layouts|layers|plugins|middleware)(/|$)'
const test = '\\.test\\.ts$'

/**
 * Use-cases that another domain calls in the same transaction or request. Every other call between domains is an event or a job.
 * Each line is a decision: the first domain knows of the second.
 */
const synchronousCalls = [
  ['appointments', 'organizations/use-cases/hold-site'],
  ['appointments', 'organizations/use-cases/guest-policy'],
  ['appointments', 'credentials/use-cases/guest-view'],
  ['appointments', 'credentials/use-cases/open-invite'],
  ['appointments', 'credentials/use-cases/invite-links'],
  ['appointments', 'visitors/use-cases/find-or-register-visitors'],
  ['appointments', 'credentials/use-cases/draft-passes'],
  ['appointments', 'credentials/use-cases/move-passes'],
  ['appointments', 'credentials/use-cases/restore-passes'],
  ['appointments', 'credentials/use-cases/revoke-visit-pass'],
  ['badges', 'files/inspect/picture'],
  ['badges', 'files/use-cases/find-photo'],
  ['badges', 'files/use-cases/read-file'],
  ['badges', 'organizations/use-cases/find-brand'],
  ['badges', 'visitor-types/form-of'],
  ['calendars', 'appointments/use-cases/make-host-calendar'],
  ['appointments', 'visitor-types/use-cases/choose-visitor-type'],
  ['credentials', 'visitor-types/use-cases/begin-typed-passes'],
  ['credentials', 'visitor-types/use-cases/refresh-outstanding'],
  ['files', 'visitor-types/use-cases/refresh-outstanding'],
  ['guest-lists', 'visitor-types/use-cases/choose-visitor-type'],
  ['visitors', 'visitor-types/use-cases/export-guest'],
  ['visitors', 'visitor-types/use-cases/forget-guest'],
  ['visitors', 'roll-calls/use-cases/forget-visitor'],
  ['appointments', 'approvals/use-cases/ask-approval'],
  ['appointments', 'approvals/use-cases/ask-again'],
  ['appointments', 'approvals/use-cases/ask-for-guest'],
  ['appointments', 'approvals/use-cases/follow-changes'],
  ['appointments', 'approvals/use-cases/withdraw-visits'],
  ['visitor-types', 'approvals/use-cases/follow-type'],
  ['approvals', 'appointments/use-cases/drop-visits'],
  ['approvals', 'credentials/use-cases/pass-holds'],
  ['approvals', 'credentials/use-cases/revoke-visit-pass'],
  ['files', 'security/use-cases/confirm-identity'],
  ['appointments', 'hosts/use-cases/find-presence'],
  ['security', 'hosts/use-cases/end-delegations'],
  ['hosts', 'organizations/use-cases/create-department'],
  ['hosts', 'security/use-cases/assign-department'],
  ['hosts', 'security/use-cases/invite-user'],
  ['hosts', 'security/use-cases/last-admin'],
  ['guest-lists', 'appointments/use-cases/book-visits'],
  ['guest-lists', 'appointments/use-cases/change-visit'],
  ['guest-lists', 'visitors/use-cases/find-or-register-visitors'],
  ['guest-lists', 'credentials/use-cases/draft-passes'],
  ['guest-lists', 'watchlist/use-cases/share-watchlist'],
  ['access-control', 'credentials/use-cases/read-pass-code'],
  // What a gate without a connection proves codes that change by.
  ['access-control', 'credentials/live-key'],
  // The public keys by which a gate without a connection knows passes.
  ['access-control', 'credentials/use-cases/signing-keys'],
  // A turnstile scans like every gate, and tells what it did without a connection like every device.
  ['turnstiles', 'access-control/use-cases/scan-pass'],
  ['turnstiles', 'access-control/use-cases/annul-checkin'],
  ['turnstiles', 'access-control/use-cases/offline/record-scans'],
  ['turnstiles', 'access-control/use-cases/find-identified.sql'],
  ['turnstiles', 'access-control/scanner'],
  ['turnstiles', 'credentials/use-cases/read-pass-code'],
  // Who counts as gone although nobody saw them leave may be inside.
  ['turnstiles', 'access-control/use-cases/presence/left-unseen'],
  ['roll-calls', 'access-control/use-cases/presence/left-unseen'],
  ['kiosks', 'credentials/use-cases/invite-links'],
  ['kiosks', 'credentials/use-cases/open-invite'],
  ['kiosks', 'credentials/use-cases/read-pass-code'],
  ['kiosks', 'credentials/use-cases/reply-to-invite'],
  ['kiosks', 'organizations/use-cases/find-brand'],
  ['kiosks', 'walk-ins/use-cases/register-by-guest'],
  ['walk-ins', 'access-control/use-cases/presence/left-unseen'],
  ['turnstiles', 'credentials/use-cases/vehicle-plate'],
  ['visitors', 'credentials/use-cases/revoke-visit-pass'],
  ['visitors', 'credentials/use-cases/vehicle-plate'],
  ['visitors', 'files/use-cases/file-policy'],
  ['visitors', 'security/use-cases/confirm-identity'],
  ['visitors', 'security/use-cases/single-sign-on/came-by-new-provider'],
  ['credentials', 'organizations/use-cases/find-brand'],
  ['credentials', 'organizations/use-cases/find-logo'],
  ['credentials', 'watchlist/use-cases/screen-passes'],
  ['credentials', 'watchlist/use-cases/share-watchlist'],
  ['appointments', 'watchlist/use-cases/share-watchlist'],
  ['visitors', 'watchlist/use-cases/watchlist-policy'],
  ['visitors', 'watchlist/use-cases/forget-visitor'],
  ['walk-ins', 'appointments/use-cases/invite-guest'],
  ['walk-ins', 'credentials/use-cases/invite-links'],
  ['walk-ins', 'organizations/use-cases/find-brand'],
  ['walk-ins', 'visitors/use-cases/list-visitors'],
  ['watchlist', 'credentials/use-cases/pass-holds'],
  ['watchlist', 'credentials/use-cases/revoke-visit-pass'],
  ['watchlist', 'security/use-cases/confirm-identity'],
  ['watchlist', 'security/use-cases/single-sign-on/came-by-new-provider'],
  ['watchlist', 'visitors/use-cases/find-or-register-visitors'],
  ['organizations', 'statistics/use-cases/mark-stale-days'],
  ['notifications', 'appointments/use-cases/make-calendar-file'],
  ['notifications', 'appointments/use-cases/series/describe-series'],
  ['notifications', 'credentials/use-cases/guest-codes'],
  ['notifications', 'credentials/use-cases/invite-links'],
  ['notifications', 'credentials/use-cases/open-invite'],
  ['notifications', 'security/use-cases/account-links'],
  ['notifications', 'hosts/use-cases/notice-recipients'],
  ['notifications', 'access-control/use-cases/presence/stay-link'],
]

const calledBy = (domain) =>
  synchronousCalls.filter(([caller]) => caller === domain).map(([, useCase]) => `^server/domains/${useCase}(\\.sql)?\\.ts$`)

const callers = [...new Set(synchronousCalls.map(([caller]) => caller))]
const announced = '^server/domains/[^/]+/(events|jobs)\\.ts$'

/** A domain may know of another what it announces and defers, and the use-cases listed for it. */
const betweenDomains = [
  ...callers.map((caller) => ({
    name: `domain-${caller}`,
    comment: 'Another domain is reached through its events, its jobs and the use-cases in synchronousCalls',
    severity: 'error',
    from: { path: `^server/domains/${caller}/`, pathNot: test },
    to: { path: '^server/domains/', pathNot: [`^server/domains/${caller}/`, announced, ...calledBy(caller)] },
  })),
  {
    name: 'domain-to-domain',
    comment: 'Another domain is reached through its events and jobs only',
    severity: 'error',
    from: { path: '^server/domains/([^/]+)/', pathNot: [test, `^server/domains/(${callers.join('|')})/`] },
    to: { path: '^server/domains/', pathNot: ['^server/domains/$1/', announced] },
  },
]

/** What is built of zod, which weighs more than most pages: a form loads it when something is sent. */
const checks = [
  '^shared/schemas/',
  '^shared/visitor-types/(agreements|answers|form|induction|spoken)\\.ts$',
  '^layers/[^/]+/composables/[^/]+-check\\.ts$',
]

const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to })

module.exports = {
  forbidden: [
    forbid('ui-not-server', 'A screen talks to the server through the API', { path: ui }, { path: '^server/' }),
    forbid(
      'layer-not-layer',
      'The four front ends do not know each other',
      { path: '^layers/([^/]+)/' },
      { path: '^layers/', pathNot: '^layers/$1/' },
    ),
    forbid('kit-not-layers', 'The shared kit serves the front ends', { path: ui, pathNot: '^layers/' }, { path: '^layers/' }),
    forbid(
      'shared-is-alone',
      'What both sides share depends on neither',
      { path: '^shared/', pathNot: test },
      {
        pathNot: ['^shared/', 'node_modules', '^[^/]+$'],
        dependencyTypesNot: ['core', 'npm', 'npm-dev', 'npm-optional', 'npm-peer', 'unknown'],
      },
    ),
    forbid(
      'pages-load-no-checks',
      'A page weighs little: schemas come by import() when a form is sent (useFormCheck), and what a page must know beside them is in shared/limits.ts',
      { path: `${ui}|^shared/`, pathNot: [test, ...checks] },
      { path: [...checks, 'node_modules/zod/'], dynamic: false, dependencyTypesNot: ['type-only'] },
    ),
    forbid('server-not-ui', 'The server knows no screens', { path: '^server/', pathNot: test }, { path: ui }),
    forbid(
      'foundation-not-domains',
      'core and infra carry the domains',
      { path: '^server/(core|infra)/', pathNot: test },
      { path: '^server/(domains|graphql|worker|routes|api|plugins|middleware|cli)/' },
    ),
    ...betweenDomains,
    forbid(
      'handlers-only-in-worker',
      'What the worker runs is loaded by the worker',
      { pathNot: ['^server/worker/', test] },
      { path: '^server/domains/[^/]+/handlers\\.ts$' },
    ),
    forbid(
      'graphql-only-in-schema',
      'Types register themselves when the schema loads them',
      { pathNot: ['^server/graphql/schema\\.ts$', '^server/domains/[^/]+/graphql/', test] },
      { path: '^server/domains/[^/]+/graphql(/|\\.ts$)' },
    ),
    forbid(
      'graphql-not-graphql',
      'Types of another domain are named by their Prisma model',
      { path: '^server/domains/([^/]+)/graphql/' },
      { path: '^server/domains/[^/]+/graphql(/|\\.ts$)', pathNot: '^server/domains/$1/graphql/' },
    ),
    forbid(
      'product-not-tests',
      'The product does not know its tests',
      { path: '^(server|shared|layers|components|composables|pages)/', pathNot: test },
      { path: ['^tests/', test] },
    ),
    forbid(
      'no-cycles',
      'Two files that need each other are one thing or three',
      {},
      { circular: true, dependencyTypesNot: ['type-only'], viaOnly: { dependencyTypesNot: ['type-only'] } },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['^server/generated', '^shared/generated', '^\\.nuxt', '^\\.output'] },
    tsPreCompilationDeps: true,
    webpackConfig: { fileName: join(__dirname, 'tests/architecture/aliases.cjs') },
    skipAnalysisNotInRules: true,
  },
}
