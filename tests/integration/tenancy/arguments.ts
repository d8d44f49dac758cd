import { randomBytes, randomInt, randomUUID } from 'node:crypto'
import {
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isRequiredArgument,
  isRequiredInputField,
  type GraphQLField,
  type GraphQLInputType,
} from 'graphql'
import { encodeGlobalId } from '../../../server/graphql/global-id'
import { newId } from '../../../server/core/ids'
import { scanPass } from '../../../server/domains/access-control/use-cases/scan-pass'
import { createHost } from '../../setup/organization'
import { createDelivery } from '../deliveries/work'
import { idArguments, type IdArgument } from './coordinates'
import { createFeed, createOutside } from './calendars'
import { createMarkedChain, createMarkedRequest } from './approvals'
import { createController } from './controllers'
import { createDirectoryToken } from './directory'
import { createWaitingExport } from './exports'
import { createMarkedList } from './guest-lists'
import { createAbsence, createDelegation } from './hosts'
import { createDepartment, createPlace } from './places'
import { createRule, createZonedPlace, keepRule } from './access-rules'
import { createPassCard } from './cards'
import { createPasskey } from './policies'
import type { Caller } from './principals'
import { createDevice, createKey, createServiceClient } from './programs'
import { createMarkedRollCall } from './roll-calls'
import { countedDay } from './statistics'
import { createMarkedFile } from './visitor-files'
import { createAgreement, createType } from './visitor-types'
import { createWebhooks } from './webhooks'
import { createListed, createListOfNames, createMatch } from './watchlist'
import { createMember, createSession, createVisit, type World } from './world'

/** Whose id or secret is asked for. */
export type Whose = 'own' | 'foreign' | 'nobody'

/** Texts that have to be of a certain form. All others are any text. */
const texts: Record<string, () => string> = {
  email: () => `${randomUUID()}@nobody.example`,
  nonce: () => randomUUID(),
  idempotencyKey: () => randomUUID(),
  password: () => randomUUID(),
  phone: () => '+4930901820',
  number: () => String(randomInt(10 ** 9, 10 ** 10)),
}

/** Optional parts of an input without which it would be refused before anybody's rights are asked. */
const needed = new Set([
  'createCalendarFeed(input.hostId)',
  'overrideScan(input.visitPassId)',
  'inviteGuest(input.hostId)',
  'createGuestList(input.hostId)',
  // A chain for everybody would have every visit that is made later wait.
  ...['createApprovalChain', 'updateApprovalChain'].flatMap((name) => [
    `${name}(input.visitorTypeId)`,
    `${name}(input.steps.approvers.memberId)`,
  ]),
  'previewAccessRule(input.accessRuleId)',
  // A rule for everybody would decide every scan that is made later.
  ...['createAccessRule', 'updateAccessRule'].map((name) => `${name}(input.rule.visitorTypeIds)`),
])

/** Watchers begin with what has happened already; what is set for the whole organization stays to be seen by the next. */
const fixed: Record<string, Record<string, string | number | boolean>> = {
  createVisitorFileUpload: { 'input.contentType': 'image/jpeg' },
  setFilePolicy: { 'input.scanRequired': false },
  createApiKey: { 'input.scopes': 'pass:read' },
  createApplication: { 'input.scopes': 'pass:read' },
  createServiceClient: { 'input.scopes': 'pass:read' },
  createWebhookEndpoint: { 'input.url': 'https://hook.invalid/', 'input.eventTypes': 'endpoint.disabled' },
  updateWebhookEndpoint: { 'input.url': 'https://hook.invalid/', 'input.eventTypes': 'endpoint.disabled' },
  recoverWebhookDeliveries: { 'input.since': new Date(Date.now() - 3_600_000).toISOString() },
  sendWebhookExample: { 'input.type': 'endpoint.disabled' },
  tryWebhookSelection: { 'input.selection': 'query($id: ID!) { node(id: $id) { id } }' },
  approvalActivity: { after: '0' },
  gateActivity: { after: '0' },
  statistics: { from: countedDay, to: countedDay },
  moveVisitorType: { 'input.position': 1 },
  createAgreement: { 'input.title.ru': 'text', 'input.text.ru': 'text' },
  publishAgreement: { 'input.version': 1, 'input.title.ru': 'text', 'input.text.ru': 'text' },
  createVisitorType: { 'input.fields.label.ru': 'text', 'input.fields.kind': 'SHORT_TEXT' },
  updateVisitorType: { 'input.version': 1, 'input.fields.label.ru': 'text', 'input.fields.kind': 'SHORT_TEXT' },
  setPresenceSchedule: { 'input.timeZone': 'Europe/Berlin' },
  createProvisioningToken: { 'input.days': 30, 'input.overlapHours': 0 },
  addAccessController: { 'input.url': 'https://turnstile.invalid/', 'input.readers.key': 'in' },
  changeAccessController: { 'input.readers.key': 'in' },
  openTurnstile: { 'input.reader': 'in' },
  connectOutsideCalendar: { 'input.url': 'https://calendar.invalid/a.ics' },
  createAccessRule: { 'input.rule.windows.from': '08:00', 'input.rule.windows.to': '20:00', 'input.rule.windows.weekdays': 1 },
  previewAccessRule: { 'input.rule.windows.from': '08:00', 'input.rule.windows.to': '20:00', 'input.rule.windows.weekdays': 1 },
  updateAccessRule: {
    'input.version': 0,
    'input.rule.windows.from': '08:00',
    'input.rule.windows.to': '20:00',
    'input.rule.windows.weekdays': 1,
  },
  addHoliday: { 'input.day': '2031-05-10' },
  correctPresence: { 'input.moves': 0, 'input.presence': 'INSIDE' },
  removeHoliday: { 'input.day': '2031-05-10' },
  createSite: { 'input.timeZone': 'Europe/Berlin' },
  updateApprovalChain: { 'input.version': 0 },
  updateSite: { 'input.timeZone': 'Europe/Berlin' },
  updateApplication: { 'input.scopes': 'pass:read' },
  requestVisitorExport: { 'input.reason': 'A list for the audit' },
  setGuestPolicy: { 'input.companions': 2 },
  allowCompanions: { 'input.companions': 2 },
  setRetentionPolicy: { 'input.contactDays': 30, 'input.visitorDays': 365 },
  setWatchlistPolicy: { 'input.threshold': 80 },
}

/** Of two parts only one may be there. */
const instead: Record<string, string> = { 'input.code': 'input.visitPassId' }

/** A token of the right form whose signature is wrong. */
const tampered = (token: string): string => `${token.slice(0, -6)}${token.endsWith('AAAAAA') ? 'BBBBBB' : 'AAAAAA'}`

/** Mutations that change or close a place, at which others go on: they get one of their own. */
const changesPlace = new Set(
  'updateSite closeSite reopenSite createGate renameGate closeGate reopenGate createRoom changeRoom closeRoom reopenRoom createZone addHoliday removeHoliday updatePresencePolicy updateStayPolicy updateOfflinePolicy setChangingCodes setWalkInPage replaceWalkInLink'.split(
    ' ',
  ),
)

/** Rows that a mutation may use up, by type: made anew for each that is let do its work. */
export type Fresh = Readonly<Record<string, string>>

/** What a root field needs of rows that it may use up: only mutations do. */
export async function freshFor(root: string, field: GraphQLField<unknown, unknown>, caller: Caller): Promise<Fresh> {
  if (root !== 'Mutation') return {}
  const rows = await fresh(caller, field.name, new Set(idArguments(field).map(({ type }) => type ?? '')))
  return field.name === 'annulScan' ? { ...rows, '#nonce': await scanned(caller) } : rows
}

async function fresh(caller: Caller, field: string, types: ReadonlySet<string>): Promise<Fresh> {
  const { org, mark } = caller.own
  const rows: Record<string, string> = changesPlace.has(field) ? await createPlace(org, mark) : {}
  if (['Appointment', 'VisitPass', 'Visitor', '#code'].some((type) => types.has(type))) {
    const { code, ...ids } = await createVisit(org, mark)
    Object.assign(rows, ids, { '#code': code })
  }
  if (types.has('Zone')) Object.assign(rows, await createZonedPlace(org, mark))
  // A guest is in a zone of the site where they are.
  if (field === 'correctPresence') rows.Zone = caller.own.ids.Zone ?? missing('Zone')
  if (types.has('RollCall')) rows.RollCall = await createMarkedRollCall(org, mark, caller.own.ids.VisitPass ?? missing('VisitPass'))
  if (field === 'arrangeAccessRules') await keepRule(org, caller.own.ids.AccessRule ?? missing('AccessRule'))
  if (types.has('AccessRule') && field !== 'arrangeAccessRules')
    rows.AccessRule = await createRule(org, mark, await createType(org, mark), field.startsWith('assign'))
  if (types.has('Visitor') && rows.Visitor) await createMarkedFile(org, mark, rows.Visitor)
  if (types.has('PassCard')) rows.PassCard = await createPassCard(org, mark, rows.VisitPass ?? missing('VisitPass'))
  if (types.has('VisitorFile')) rows.VisitorFile = await createMarkedFile(org, mark, caller.own.ids.Visitor ?? missing('Visitor'))
  if (types.has('HostAbsence')) rows.HostAbsence = await createAbsence(org, mark, null)
  if (types.has('HostDelegation')) rows.HostDelegation = await createDelegation(org, (await createHost(org.id)).id)
  if (types.has('Department')) rows.Department = await createDepartment(org, mark)
  if (field.endsWith('ApprovalChain')) rows.VisitorType = await createType(org, mark)
  if (types.has('ApprovalChain')) rows.ApprovalChain = await createMarkedChain(org, mark, { visitorTypeId: await createType(org, mark) })
  if (types.has('ApprovalRequest')) {
    const { Appointment } = await createVisit(org, mark)
    rows.ApprovalRequest = await createMarkedRequest(org, mark, caller.own.ids.ApprovalChain ?? missing('ApprovalChain'), Appointment)
  }
  const application = caller.own.ids.Application ?? missing('Application')
  if (types.has('ApiKey')) rows.ApiKey = (await createKey(org, application)).id
  if (types.has('WebhookEndpoint') || types.has('WebhookDelivery')) Object.assign(rows, await createWebhooks(org, mark, application))
  if (types.has('ServiceClient')) rows.ServiceClient = await createServiceClient(org, application)
  if (types.has('ProvisioningToken')) rows.ProvisioningToken = await createDirectoryToken(org)
  if (types.has('WatchlistEntry')) {
    const visitorId = field === 'decideNotToAdmit' ? (await createVisit(org, mark)).Visitor : undefined
    rows.WatchlistEntry = await createListed(org, mark, visitorId ? { visitorId } : {}, field !== 'proposeWatchlistChange')
  }
  if (types.has('WatchlistImport') && field !== 'importWatchlist') rows.WatchlistImport = await createListOfNames(org, mark)
  if (types.has('WatchlistMatch')) rows.WatchlistMatch = await createMatch(org, mark, (await createVisit(org, mark)).Visitor)
  if (types.has('VisitorExportRequest')) rows.VisitorExportRequest = await createWaitingExport(org)
  const { actor } = caller.ctx
  if (types.has('VisitorType')) rows.VisitorType = await createType(org, mark)
  if (types.has('Agreement')) rows.Agreement = await createAgreement(org, mark)
  if (types.has('GuestList')) rows.GuestList = await createMarkedList(org, mark, 'id' in actor ? actor.id : undefined)
  // Who manages people makes an address for somebody who has none yet.
  if (field === 'createCalendarFeed' && caller.ctx.hostId === null) rows.Host = (await createHost(org.id)).id
  if (types.has('Delivery')) rows.Delivery = await createDelivery(org, mark)
  if (types.has('CalendarFeed')) rows.CalendarFeed = await createFeed(org)
  if (types.has('OutsideCalendar')) rows.OutsideCalendar = await createOutside(org)
  if (types.has('AccessController'))
    rows.AccessController = await createController(
      org,
      caller.own.ids.VisitPass ?? missing('VisitPass'),
      field === 'removeAccessController',
    )
  if (types.has('Device')) rows.Device = (await createDevice(org)).id
  if (types.has('Member')) rows.Member = (await createMember(org)).memberId
  return rows
}

/** Lets a scanner scan something. @returns the nonce, which nobody knows who may not scan */
async function scanned(caller: Caller): Promise<string> {
  const nonce = randomUUID()
  const { code } = await createVisit(caller.own.org, caller.own.mark)
  await scanPass(caller.ctx, { code, gateId: caller.own.org.gates[0].id, direction: 'ENTRY', nonce }).catch(() => undefined)
  return nonce
}

/** The caller's own id of a type: their own account and session, otherwise a row of their organization. */
async function ownId(caller: Caller, type: string, made: Fresh): Promise<string> {
  const { actor, organizationId } = caller.ctx
  if (actor.type === 'user' && type === 'User') return actor.id
  if (actor.type === 'user' && type === 'Session') return (await createSession(actor.id, organizationId)).id
  if (actor.type === 'user' && type === 'Passkey') return createPasskey(actor.id)
  return made[type] ?? caller.own.ids[type] ?? missing(type)
}

function missing(type: string): never {
  throw new Error(`tests/integration/tenancy/world.ts makes no ${type}: give its id in World.ids`)
}

function secret(kind: string, whose: Whose, caller: Caller, made: Fresh): string {
  if (kind === '#code') {
    if (whose === 'own') return made['#code'] ?? caller.own.code
    return whose === 'foreign' ? caller.foreign.code : tampered(caller.foreign.code)
  }
  const token = kind === '#inviteToken' ? 'inviteToken' : 'accountLinkToken'
  if (whose === 'own' && caller.holdsLinks) return caller.own[token]
  return whose === 'foreign' ? tampered(caller.foreign[token]) : randomBytes(24).toString('base64url')
}

async function valueOf(type: string, whose: Whose, caller: Caller, made: Fresh): Promise<string> {
  if (type.startsWith('#')) return secret(type, whose, caller, made)
  if (whose === 'own') return encodeGlobalId(type, await ownId(caller, type, made))
  const world: World | null = whose === 'foreign' ? caller.foreign : null
  return encodeGlobalId(type, world ? (world.ids[type] ?? missing(type)) : newId())
}

const hour = 3_600_000

function plainValue(name: string, type: GraphQLInputType): unknown {
  const inner = getNamedType(type)
  if (isEnumType(inner)) return inner.getValues()[0]?.name
  switch (inner.name) {
    case 'Int':
      return name === 'first' ? 20 : 1
    case 'Float':
      return 1
    case 'Boolean':
      return true
    case 'DateTime':
      return new Date(Date.now() + (/ends|to$|until/i.test(name) ? 2 * hour : hour)).toISOString()
    default:
      return texts[name]?.() ?? 'text'
  }
}

type Given = ReadonlyMap<string, unknown>

function inputValue(name: string, type: GraphQLInputType, path: string, given: Given): unknown {
  const bare = getNullableType(type)
  if (isListType(bare)) return [inputValue(name, bare.ofType as GraphQLInputType, path, given)]
  if (given.has(path)) return given.get(path)
  if (!isInputObjectType(bare)) return plainValue(name, bare)
  const fields = Object.values(bare.getFields()).filter((field) => isRequiredInputField(field) || isWanted(`${path}.${field.name}`, given))
  return Object.fromEntries(fields.map((field) => [field.name, inputValue(field.name, field.type, `${path}.${field.name}`, given)]))
}

/** Whether an optional part must be there because something in it was given. */
const isWanted = (path: string, given: Given): boolean => [...given.keys()].some((key) => key === path || key.startsWith(`${path}.`))

/** What a probe varies: where the id stands and what it names. */
export interface Varied {
  path: string
  type: string
}

/**
 * The variables of a root field: everything that it requires, made up from its type, and of the ids those of the caller — but for the
 * one that varies.
 * @param made the rows that it may use up
 */
export async function variablesFor(
  field: GraphQLField<unknown, unknown>,
  caller: Caller,
  varied: Varied | null,
  whose: Whose,
  made: Fresh,
): Promise<Record<string, unknown>> {
  const all = idArguments(field)
  const isUsed = ({ path, required }: IdArgument) =>
    path !== varied?.path && path !== instead[varied?.path ?? ''] && (required || needed.has(`${field.name}(${path})`))
  const given = new Map<string, unknown>(Object.entries(fixed[field.name] ?? {}))
  if (made['#nonce']) given.set('input.nonce', made['#nonce'])
  for (const { path, type } of all.filter(isUsed)) if (type) given.set(path, await valueOf(type, 'own', caller, made))
  const named = /^(input\.steps\.\w+)\.(member|role)Id$/.exec(varied?.path ?? '')
  if (named) given.set(`${named[1]}.kind`, named[2] === 'role' ? 'ROLE' : 'PERSON')
  if (varied) given.set(varied.path, await valueOf(varied.type, whose, caller, made))
  const wanted = field.args.filter((arg) => arg.name === 'first' || isRequiredArgument(arg) || isWanted(arg.name, given))
  return Object.fromEntries(wanted.map((arg) => [arg.name, inputValue(arg.name, arg.type, arg.name, given)]))
}
