import type { Demo, DemoRole } from '../integration/built-server'

/** A page, and who looks at it. */
interface Screen {
  path: (demo: Demo) => string
  role: DemoRole | null
}

const screen = (path: string, role: DemoRole | null): Screen => ({ path: () => path, role })

/** Every page of the staff, and those before signing in. */
export const screens: Record<string, Screen> = {
  '/sign-in': screen('/sign-in', null),
  '/set-password': screen('/set-password#gone', null),
  '/host': screen('/host', 'host'),
  '/host/calendars': screen('/host/calendars', 'host'),
  '/host/guest-list': screen('/host/guest-list', 'host'),
  '/host/profile': screen('/host/profile', 'host'),
  '/host/visits': screen('/host/visits', 'host'),
  '/admin': screen('/admin', 'orgAdmin'),
  '/admin/statistics': screen('/admin/statistics', 'orgAdmin'),
  '/admin/desk': screen('/admin/desk', 'operator'),
  '/admin/desk/deliveries': screen('/admin/desk/deliveries', 'operator'),
  '/host/deliveries': screen('/host/deliveries', 'host'),
  '/admin/desk/walk-in': screen('/admin/desk/walk-in', 'operator'),
  '/admin/live': screen('/admin/live', 'orgAdmin'),
  '/admin/roll-call': screen('/admin/roll-call', 'operator'),
  '/admin/roll-call/offline': screen('/admin/roll-call/offline', 'operator'),
  '/admin/reconciliation': screen('/admin/reconciliation', 'securityOfficer'),
  '/admin/gates': screen('/admin/gates', 'orgAdmin'),
  '/admin/gates/<gate>': { path: (demo) => `/admin/gates/${demo.gates[0]?.id}`, role: 'orgAdmin' },
  '/admin/passes': screen('/admin/passes', 'orgAdmin'),
  '/admin/audit': screen('/admin/audit', 'orgAdmin'),
  '/admin/visitors': screen('/admin/visitors', 'orgAdmin'),
  '/admin/privacy': screen('/admin/privacy', 'securityOfficer'),
  '/admin/users': screen('/admin/users', 'orgAdmin'),
  '/admin/sign-in-policy': screen('/admin/sign-in-policy', 'orgAdmin'),
  '/admin/settings': screen('/admin/settings', 'orgAdmin'),
  '/admin/branding': screen('/admin/branding', 'orgAdmin'),
  '/admin/organizations': screen('/admin/organizations', 'platformAdmin'),
  '/admin/platform': screen('/admin/platform', 'platformAdmin'),
  '/admin/organizations/new': screen('/admin/organizations/new', 'platformAdmin'),
  '/admin/single-sign-on': screen('/admin/single-sign-on', 'orgAdmin'),
  '/admin/roles': screen('/admin/roles', 'orgAdmin'),
  '/admin/roles/new': screen('/admin/roles/new', 'orgAdmin'),
  '/admin/hosts': screen('/admin/hosts', 'orgAdmin'),
  '/admin/people-import': screen('/admin/people-import', 'orgAdmin'),
  '/admin/departments': screen('/admin/departments', 'orgAdmin'),
  '/admin/sites': screen('/admin/sites', 'orgAdmin'),
  '/admin/sites/new': screen('/admin/sites/new', 'orgAdmin'),
  '/admin/sites/<site>': { path: (demo) => `/admin/sites/${demo.site.id}`, role: 'orgAdmin' },
  '/admin/devices': screen('/admin/devices', 'orgAdmin'),
  '/admin/turnstiles': screen('/admin/turnstiles', 'orgAdmin'),
  '/enrol': screen('/enrol', null),
  '/account/sessions': screen('/account/sessions', 'operator'),
  '/account/security': screen('/account/security', 'operator'),
  '/admin/visitor-types': screen('/admin/visitor-types', 'orgAdmin'),
  '/admin/visitor-types/new': screen('/admin/visitor-types/new', 'orgAdmin'),
  '/admin/agreements': screen('/admin/agreements', 'securityOfficer'),
  '/admin/agreements/new': screen('/admin/agreements/new', 'orgAdmin'),
  '/devconsole': screen('/devconsole', 'developer'),
  '/approvals': screen('/approvals', 'host'),
  '/admin/access-rules': screen('/admin/access-rules', 'securityOfficer'),
  '/admin/access-rules/new': screen('/admin/access-rules/new', 'orgAdmin'),
  '/admin/approval-chains': screen('/admin/approval-chains', 'orgAdmin'),
  '/admin/approval-chains/new': screen('/admin/approval-chains/new', 'orgAdmin'),
  '/admin/watchlist': screen('/admin/watchlist', 'securityOfficer'),
  '/admin/watchlist (list)': screen('/admin/watchlist?tab=entries', 'securityOfficer'),
}
