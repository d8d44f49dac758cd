import { systemCtx } from '../../../../core/ctx'
import { unendedPass } from '../../../../core/open-status'
import { filePolicyOf } from '../../../files/use-cases/file-policy'
import type { Prisma, RetentionPolicy } from '../../../../generated/prisma/client'

const day = 86_400_000

/** A kind of thing that is held of a guest. */
export type HeldKind =
  | 'name'
  | 'contacts'
  | 'company'
  | 'visits'
  | 'replies'
  | 'vehicle'
  | 'companions'
  | 'messages'
  | 'scans'
  | 'photo'
  | 'documents'
  | 'answers'
  | 'signatures'
  | 'inductions'

/** One kind of thing that is held. */
export interface Held {
  kind: HeldKind
  /** How many there are, where they are counted. */
  count: number
  since: Date
  /** Until when; null: as long as nobody erases it. */
  until: Date | null
}

/** Somebody who saw what is held of a guest, and when. */
export interface Received {
  how: 'gate' | 'contacts' | 'file' | 'list' | 'own'
  /** The gate that was passed. */
  where: string | null
  at: Date
}

/** What is held of a guest of an organization, and who received it. */
export interface OwnData {
  held: Held[]
  received: Received[]
  /** Where the guest is inside now: what they want erased waits until they have left. */
  isInside: boolean
  /** When they asked to be erased, if that waits. */
  askedAt: Date | null
  /** Passes that still open doors. */
  openPasses: number
}

/** The most lines of each kind of receipt that are told, newest first. */
const most = 50

const visitorSelect = {
  createdAt: true,
  sealedEmail: true,
  sealedPhone: true,
  sealedCompany: true,
  erasedAt: true,
  erasureWish: { select: { askedAt: true } },
} as const

const passSelect = {
  id: true,
  createdAt: true,
  validTo: true,
  presence: true,
  status: true,
  repliedAt: true,
  plateIndex: true,
} as const

type PassOfGuest = Prisma.VisitPassGetPayload<{ select: typeof passSelect }>

/**
 * What is held of a guest, since when and until when by the policy that holds now, and who received it. Values are not told: whoever
 * bears a link need not be the guest.
 */
export async function findOwnData(organizationId: string, visitorId: string, now: Date): Promise<OwnData | null> {
  const { db } = systemCtx(organizationId)
  const visitor = await db.visitor.findUnique({ where: { id: visitorId }, select: visitorSelect })
  if (!visitor || visitor.erasedAt) return null
  const passes = await db.visitPass.findMany({ where: { visitorId }, select: passSelect, orderBy: { id: 'asc' } })
  const scans = await scansOf(organizationId, passes)
  const policy = await db.retentionPolicy.findFirst({ select: { contactDays: true, visitorDays: true } })
  const lastVisit = new Date(Math.max(visitor.createdAt.getTime(), ...passes.map(({ validTo }) => validTo.getTime())))
  const until = untilBy(policy, lastVisit)
  const contacts = [visitor.sealedEmail, visitor.sealedPhone].filter(Boolean).length
  const since = visitor.createdAt
  return {
    held: [
      { kind: 'name', count: 1, since, until: until.person },
      ...(contacts > 0 ? [{ kind: 'contacts' as const, count: contacts, since, until: until.contacts }] : []),
      ...(visitor.sealedCompany ? [{ kind: 'company' as const, count: 1, since, until: until.person }] : []),
      ...(await ofVisits(organizationId, passes, scans, until.person)),
      ...(await ofType(organizationId, visitorId, until.person)),
      ...(await filesHeld(organizationId, visitorId, lastVisit, until.person)),
    ],
    received: await receivedBy(organizationId, visitorId, since, scans),
    isInside: passes.some(({ presence }) => presence === 'INSIDE'),
    askedAt: visitor.erasureWish?.askedAt ?? null,
    openPasses: passes.filter(({ status, validTo }) => validTo > now && unendedPass.includes(status)).length,
  }
}

/** What hangs on the visits of a guest, each kind since the first of it. */
async function ofVisits(organizationId: string, passes: PassOfGuest[], scans: Scan[], until: Date | null): Promise<Held[]> {
  const { db } = systemCtx(organizationId)
  const passIds = passes.map(({ id }) => id)
  const first = { select: { createdAt: true }, orderBy: { id: 'asc' } } as const
  const messages = await db.notification.findMany({ where: { visitPassId: { in: passIds } }, ...first })
  const companions = await db.visitPass.findMany({ where: { broughtById: { in: passIds } }, ...first })
  const kinds: [HeldKind, Date[]][] = [
    ['visits', passes.map(({ createdAt }) => createdAt)],
    ['replies', passes.flatMap(({ repliedAt }) => repliedAt ?? [])],
    ['vehicle', passes.filter(({ plateIndex }) => plateIndex).map(({ createdAt }) => createdAt)],
    ['companions', companions.map(({ createdAt }) => createdAt)],
    ['messages', messages.map(({ createdAt }) => createdAt)],
    ['scans', scans.map(({ occurredAt }) => occurredAt).toReversed()],
  ]
  return counted(kinds, until)
}

/** What is held because of what the type of the guest asks: it stands as long as the person does. */
async function ofType(organizationId: string, visitorId: string, until: Date | null): Promise<Held[]> {
  const { db } = systemCtx(organizationId)
  const answers = await db.passAnswers.findMany({ where: { visitorId }, select: { answeredAt: true }, orderBy: { answeredAt: 'asc' } })
  const signed = await db.agreementSignature.findMany({ where: { visitorId }, select: { signedAt: true }, orderBy: { id: 'asc' } })
  const passed = await db.inductionPassed.findMany({ where: { visitorId }, select: { passedAt: true }, orderBy: { id: 'asc' } })
  const kinds: [HeldKind, Date[]][] = [
    ['answers', answers.map(({ answeredAt }) => answeredAt)],
    ['signatures', signed.map(({ signedAt }) => signedAt)],
    ['inductions', passed.map(({ passedAt }) => passedAt)],
  ]
  return counted(kinds, until)
}

/** Kinds of which there is something, each since the first of it. */
const counted = (kinds: [HeldKind, Date[]][], until: Date | null): Held[] =>
  kinds.flatMap(([kind, [since, ...more]]) => (since ? [{ kind, count: 1 + more.length, since, until }] : []))

/** Until when the policy lets things stand after the last visit. What is erased with the person goes no later than they do. */
export function untilBy(
  policy: Pick<RetentionPolicy, 'contactDays' | 'visitorDays'> | null,
  lastVisit: Date,
): { person: Date | null; contacts: Date | null } {
  const after = (days: number | null | undefined) =>
    days === null || days === undefined ? null : new Date(lastVisit.getTime() + days * day)
  const person = after(policy?.visitorDays)
  return { person, contacts: after(policy?.contactDays) ?? person }
}

/** Photos and documents: the longest that any of them is kept. */
async function filesHeld(organizationId: string, visitorId: string, lastVisit: Date, person: Date | null): Promise<Held[]> {
  const { db } = systemCtx(organizationId)
  const files = await db.visitorFile.findMany({
    where: { visitorId, removedAt: null, status: { not: 'AWAITED' } },
    select: { kind: true, createdAt: true },
    orderBy: { id: 'asc' },
  })
  const { photoDays, identityDays, insuranceDays, otherDays } = await filePolicyOf({ db })
  const daysOf = { PHOTO: photoDays, IDENTITY_DOCUMENT: identityDays, INSURANCE: insuranceDays, OTHER: otherDays }
  const held = (kind: HeldKind, some: typeof files): Held[] => {
    const [first] = some
    if (!first) return []
    const days = some.map((file) => daysOf[file.kind])
    const longest = days.includes(null) ? null : Math.max(...days.map(Number))
    const until = longest === null ? person : new Date(lastVisit.getTime() + longest * day)
    return [{ kind, count: some.length, since: first.createdAt, until }]
  }
  return [
    ...held(
      'photo',
      files.filter(({ kind }) => kind === 'PHOTO'),
    ),
    ...held(
      'documents',
      files.filter(({ kind }) => kind !== 'PHOTO'),
    ),
  ]
}

interface Scan {
  occurredAt: Date
  gate: { name: string }
}

/** Scans of a guest, the newest first. */
const scansOf = (organizationId: string, passes: PassOfGuest[]): Promise<Scan[]> =>
  systemCtx(organizationId).db.checkin.findMany({
    where: { visitPassId: { in: passes.map(({ id }) => id) } },
    select: { occurredAt: true, gate: { select: { name: true } } },
    orderBy: { id: 'desc' },
  })

const howOf: Record<string, Received['how']> = {
  'visitor.reveal_contact': 'contacts',
  'visitor.export': 'file',
  'visitor.export_own': 'own',
}

async function receivedBy(organizationId: string, visitorId: string, registeredAt: Date, scans: Scan[]): Promise<Received[]> {
  const { db } = systemCtx(organizationId)
  const actions = await db.auditLog.findMany({
    where: { entityType: 'Visitor', entityId: visitorId, action: { in: Object.keys(howOf) } },
    select: { action: true, createdAt: true },
    orderBy: { id: 'desc' },
    take: most,
  })
  const lists = await db.visitorExportRequest.findMany({
    where: {
      readyAt: { not: null },
      registeredBefore: { gt: registeredAt },
      OR: [{ registeredFrom: null }, { registeredFrom: { lte: registeredAt } }],
    },
    select: { readyAt: true },
    orderBy: { id: 'desc' },
    take: most,
  })
  const received = [
    ...scans.slice(0, most).map(({ occurredAt, gate }) => ({ how: 'gate' as const, where: gate.name, at: occurredAt })),
    ...actions.map(({ action, createdAt }) => ({ how: howOf[action] ?? 'file', where: null, at: createdAt })),
    ...lists.flatMap(({ readyAt }) => (readyAt ? [{ how: 'list' as const, where: null, at: readyAt }] : [])),
  ]
  return received.toSorted((one, other) => other.at.getTime() - one.at.getTime())
}
