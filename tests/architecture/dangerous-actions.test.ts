import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { auditActions } from '../../shared/audit-actions'
import { schema } from '../../server/graphql/schema'

/** Dangerous actions: what each of these mutations writes into the audit log, in the transaction that does it. */
const audited: Record<string, readonly string[]> = {
  addEmailDomain: ['email_domain.add'],
  addDevice: ['device.add'],
  allowCompanions: ['appointment.companions'],
  annulScan: ['scan.annul'],
  checkInAtDesk: ['scan.desk'],
  checkOutAtDesk: ['scan.desk'],
  registerWalkIn: ['walk_in.register'],
  registerDelivery: ['delivery.register'],
  handOverDelivery: ['delivery.hand_over'],
  setWalkInPage: ['walk_in_page.set'],
  replaceWalkInLink: ['walk_in_page.replace'],
  uploadScans: ['scan.conflict'],
  approveVisitorExport: ['visitor_export.approve'],
  approveVisitorFile: ['visitor_file.approve'],
  rejectVisitorFile: ['visitor_file.reject'],
  revealVisitorFiles: ['visitor_file.reveal'],
  setFilePolicy: ['file_policy.change'],
  assignDepartment: ['user.assign_department'],
  createCalendarFeed: ['calendar_feed.create'],
  replaceCalendarFeed: ['calendar_feed.replace'],
  revokeCalendarFeed: ['calendar_feed.revoke'],
  addAbsence: ['host.add_absence'],
  removeAbsence: ['host.remove_absence'],
  setHostNotices: ['host.set_notices'],
  setPresenceSchedule: ['host.set_hours'],
  updateHostProfile: ['host.update'],
  nameDelegate: ['delegation.create'],
  endDelegation: ['delegation.end'],
  setDelegationNotices: ['delegation.set_notices'],
  importPeople: ['people.import'],
  connectOutsideCalendar: ['outside_calendar.connect'],
  changeOutsideCalendar: ['outside_calendar.change'],
  disconnectOutsideCalendar: ['outside_calendar.disconnect'],
  startGuestList: ['guest_list.start'],
  cancelGuestList: ['guest_list.cancel'],
  cancelAppointment: ['appointment.cancel'],
  updateAppointment: ['appointment.update'],
  restoreAppointment: ['appointment.restore'],
  createRoom: ['room.create'],
  changeRoom: ['room.change'],
  closeRoom: ['room.close'],
  reopenRoom: ['room.reopen'],
  changePlatformSettings: ['platform.change_settings'],
  changePassword: ['user.change_password'],
  changeSecurityPolicy: ['security_policy.change'],
  changeUserRoles: ['user.change_roles'],
  closeGate: ['gate.close'],
  closeSite: ['site.close'],
  completeProviderSignIn: ['session.open'],
  confirmIdentity: ['session.confirm'],
  confirmByPasskey: ['session.confirm'],
  confirmTotp: ['second_factor.enable'],
  createAccessRule: ['access_rule.create'],
  updateAccessRule: ['access_rule.update'],
  deleteAccessRule: ['access_rule.delete'],
  arrangeAccessRules: ['access_rule.arrange'],
  createZone: ['zone.create'],
  updateZone: ['zone.update'],
  deleteZone: ['zone.delete'],
  setGateZone: ['gate.set_zone'],
  updatePresencePolicy: ['site.set_presence_policy'],
  updateOfflinePolicy: ['site.set_offline_policy'],
  addHoliday: ['site.add_holiday'],
  removeHoliday: ['site.remove_holiday'],
  createApprovalChain: ['approval_chain.create'],
  updateApprovalChain: ['approval_chain.update'],
  deleteApprovalChain: ['approval_chain.delete'],
  decideApproval: ['approval.decide'],
  setDepartmentHead: ['department.set_head'],
  createDepartment: ['department.create'],
  createGate: ['gate.create'],
  changeBranding: ['brand.change'],
  createOrganization: ['organization.create'],
  enterOrganization: ['organization.enter'],
  inviteOrganizationAdmin: ['user.invite'],
  leaveOrganization: ['organization.leave'],
  updateOrganization: ['organization.update'],
  createRole: ['role.create'],
  createSite: ['site.create'],
  declineVisitorExport: ['visitor_export.decline'],
  deleteDepartment: ['department.delete'],
  createApiKey: ['api_key.create'],
  createApplication: ['application.create'],
  createProvisioningToken: ['provisioning_token.create'],
  createServiceClient: ['service_client.create'],
  deleteRole: ['role.delete'],
  disableTotp: ['second_factor.disable'],
  enrolDevice: ['device.enrol'],
  eraseVisitor: ['visitor.erase'],
  exportVisitor: ['visitor.export'],
  inviteUser: ['user.invite'],
  moveDepartment: ['department.move'],
  overrideScan: ['scan.override'],
  registerPasskey: ['passkey.add'],
  removeEmailDomain: ['email_domain.remove'],
  removeIdentityProvider: ['identity_provider.remove'],
  removePasskey: ['passkey.remove'],
  renameDepartment: ['department.rename'],
  renameGate: ['gate.rename'],
  renameDevice: ['device.rename'],
  renewDeviceEnrolment: ['device.renew_enrolment'],
  renewRecoveryCodes: ['second_factor.renew_recovery_codes'],
  reopenGate: ['gate.reopen'],
  reopenSite: ['site.reopen'],
  requestVisitorExport: ['visitor_export.request'],
  resetSecondFactor: ['user.reset_second_factor'],
  resetUserPassword: ['user.reset_password', 'user.invite_again'],
  restoreUser: ['user.restore'],
  revealVisitorContact: ['visitor.reveal_contact'],
  revokeApiKey: ['api_key.revoke'],
  revokeDevice: ['device.revoke'],
  lockDevice: ['device.lock'],
  unlockDevice: ['device.unlock'],
  revokeOtherSessions: ['session.revoke'],
  revokeProvisioningToken: ['provisioning_token.revoke'],
  revokeServiceClient: ['service_client.revoke'],
  revokeSession: ['session.revoke'],
  revokeVisitPass: ['pass.revoke'],
  suspendVisitPass: ['pass.suspend'],
  resumeVisitPass: ['pass.resume'],
  reissueVisitPass: ['pass.reissue'],
  printBadge: ['badge.print'],
  setIdentityProvider: ['identity_provider.change'],
  rotateApiKey: ['api_key.rotate'],
  setGroupRoles: ['provisioned_group.set_roles'],
  setPassword: ['user.set_password', 'user.accept_invitation'],
  setGuestPolicy: ['guest_policy.change'],
  setRetentionPolicy: ['retention.change'],
  setVisitorExportLimit: ['visitor_export.set_limit'],
  signIn: ['session.open'],
  signInWithPasskey: ['session.open'],
  endMemberSessions: ['user.end_sessions'],
  suspendUser: ['user.suspend'],
  switchOrganization: ['session.enter', 'session.leave'],
  testIdentityProvider: ['identity_provider.test'],
  updateApplication: ['application.update'],
  updateRole: ['role.update'],
  updateSite: ['site.update'],
  verifyEmailDomain: ['email_domain.verify'],
  archiveAgreement: ['agreement.archive'],
  archiveVisitorType: ['visitor_type.archive'],
  createAgreement: ['agreement.create'],
  createVisitorType: ['visitor_type.create'],
  makeVisitorTypeDefault: ['visitor_type.make_default'],
  publishAgreement: ['agreement.publish'],
  restoreAgreement: ['agreement.restore'],
  restoreVisitorType: ['visitor_type.restore'],
  setVisitorType: ['pass.set_visitor_type'],
  updateAgreement: ['agreement.update'],
  updateVisitorType: ['visitor_type.update'],
  addVisitorNote: ['visitor.add_note'],
  addWatchlistEntry: ['watchlist.add'],
  askNotToAdmit: ['watchlist.ask'],
  changeWatchlistEntry: ['watchlist.change'],
  confirmWatchlistImport: ['watchlist.confirm_import'],
  decideNotToAdmit: ['watchlist.answer'],
  decideWatchlistMatch: ['watchlist.admit_first', 'watchlist.admit', 'watchlist.refuse'],
  decideWatchlistProposal: ['watchlist.confirm', 'watchlist.decline'],
  importWatchlist: ['watchlist.import'],
  proposeWatchlistChange: ['watchlist.propose'],
  setWatchlistPolicy: ['watchlist.set_policy'],
  withdrawVisitorExport: ['visitor_export.withdraw'],
}

/** Mutations that leave no audit row, and why that is right. */
const excused: Record<string, string> = {
  reportDevice: 'what a device says of itself, some times a minute; it decides nothing',
  askForPasskey: 'a question that nothing comes of until it is answered',
  createGuestList: 'nobody is invited before it is started, which is noted',
  createVisitorFileUpload: 'nothing is there before it is sent and looked at; who may send one may make the visitor',
  completeVisitorFileUpload: 'the file is its own record: when it came and what became of it',
  addGuestListRows: 'nobody is invited before the list is started, which is noted',
  moveVisitorType: 'the order in which people see the types decides nothing',
  inviteGuest: 'the visit is its own record: who invited whom stands in it',
  retryOutsideCalendar: 'has what is connected looked into sooner than it would be',
  scanPass: 'the check-in is its own record, admitted or denied',
  signOut: 'ends what is one’s own and is noted in the session',
  startPasskey: 'nothing holds until it is registered',
  startTotp: 'nothing holds until it is confirmed',
}

const sourcesOf = (folder: string): string =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
    .map((path) => readFileSync(join(folder, path), 'utf8'))
    .join('\n')
const sources = sourcesOf('server/domains')
const everything = `${sources}\n${sourcesOf('server/cli')}`

/** What of a set of mutations is neither audited nor excused, or both. */
const undecided = (mutations: readonly string[]): string[] => mutations.filter((name) => name in audited === name in excused)

const mutations = Object.keys(schema.getMutationType()?.getFields() ?? {})

describe('every mutation', () => {
  it('is a dangerous action, or is excused with a reason', () => {
    expect(undecided(mutations)).toEqual([])
    expect(undecided(['burnEverything', 'signIn'])).toEqual(['burnEverything'])
  })

  it.each(mutations.filter((name) => name in audited))('%s writes what it is listed for', (name) => {
    for (const action of audited[name] ?? []) expect(sources).toContain(`'${action}'`)
  })
})

it.each(['ru', 'en'])('every action that is written has words on the page in %s, and none has words that is not', (language) => {
  const texts = JSON.parse(readFileSync(`i18n/locales/${language}.json`, 'utf8')) as { admin: { audit: { actions: object } } }
  expect(Object.keys(texts.admin.audit.actions).toSorted()).toEqual(auditActions.map((action) => action.replace('.', '_')).toSorted())
})

it.each(auditActions)('%s is written somewhere', (action) => {
  expect(everything).toContain(`'${action}'`)
})
