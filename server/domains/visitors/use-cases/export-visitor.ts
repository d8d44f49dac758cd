import type { z } from 'zod'
import { exportVisitorSchema } from '#shared/schemas/visitors'
import { openAppointment, type SealedTexts } from '../../../core/appointment-texts'
import { actorId, audit } from '../../../core/audit'
import { authorize } from '../../../core/authorize'
import { organizationOf, type Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { invalid, notFound, validate } from '../../../core/failures'
import { isId } from '../../../core/ids'
import { openVisitors, sealedVisitor } from '../../../core/visitor-record'
import { keyringOf, type Keyring } from '../../../infra/keyring'
import type { TenantTransaction } from '../../../infra/tenant-client'
import { plateOf } from '../../credentials/use-cases/vehicle-plate'
import { needsConfirmationOfPerson } from '../../security/use-cases/confirm-identity'
import { exportGuest } from '../../visitor-types/use-cases/export-guest'
import { holdingExportLimit, takenAlone } from './exports/export-limit'

/** A file with everything that is held of a person. */
export interface VisitorExport {
  fileName: string
  json: string
}

const passSelect = {
  id: true,
  type: true,
  status: true,
  validFrom: true,
  validTo: true,
  createdAt: true,
  revokedReason: true,
  suspendedReason: true,
  sealedPlate: true,
  site: { select: { name: true, address: true } },
  appointment: {
    select: {
      id: true,
      sealedTitle: true,
      sealedMessage: true,
      status: true,
      startsAt: true,
      endsAt: true,
      timeZone: true,
      host: { select: { user: { select: { name: true } } } },
    },
  },
  checkins: {
    select: {
      direction: true,
      result: true,
      reason: true,
      forced: true,
      forcedReason: true,
      occurredAt: true,
      gate: { select: { name: true } },
    },
    orderBy: { id: 'asc' },
  },
} as const

/** What is told of a visit: not its id. */
function visitOf<T extends SealedTexts & { id: string }>(keyring: Keyring, appointment: T) {
  const { id: _, ...visit } = openAppointment(keyring, appointment)
  return visit
}

/** What was sent to the person: that it was, when and how, not the text. */
const messagesOf = (tx: TenantTransaction, passIds: string[]) =>
  tx.notification.findMany({
    where: { visitPassId: { in: passIds } },
    select: { channel: true, template: true, status: true, createdAt: true, sentAt: true },
    orderBy: { id: 'asc' },
  })

/** The photos and documents of the person: which, not what is in them. Whoever may see them downloads them one by one. */
const filesOf = (tx: TenantTransaction, visitorId: string) =>
  tx.visitorFile.findMany({
    where: { visitorId, removedAt: null },
    select: { id: true, kind: true, status: true, contentType: true, bytes: true, uploadedAt: true, approved: true },
    orderBy: { id: 'asc' },
  })

/** Whom the person brought along, by the names that they gave: nothing else of those people is theirs. */
async function companionsOf(tx: TenantTransaction, passIds: string[]) {
  const brought = await tx.visitPass.findMany({
    where: { broughtById: { in: passIds } },
    select: { broughtById: true, createdAt: true, visitor: { select: sealedVisitor } },
    orderBy: { id: 'asc' },
  })
  const people = await openVisitors(brought.map(({ visitor }) => visitor))
  return brought.map(({ broughtById, createdAt }, place) => ({ visitPassId: broughtById, name: people[place]?.name, namedAt: createdAt }))
}

/** Files of one visitor that one may take in a day whatever the limit of files of many says: people ask for what is held of them. */
const alwaysFree = 10

/**
 * Hands out everything that is held of a person (GDPR, article 15), as a file; noted in the audit log. One after the other such
 * files are a file of many visitors: they count towards its limit, and when it is reached they end for the day.
 * @returns the file, or NOT_FOUND, CONFIRMATION_REQUIRED, VALIDATION_FAILED
 */
export async function exportVisitor(ctx: Ctx, input: z.input<typeof exportVisitorSchema>): Promise<VisitorExport | Failure> {
  authorize(ctx, 'privacy:manage')
  const { data, failed } = validate(ctx, exportVisitorSchema, input)
  if (failed) return failed
  if (!isId(data.visitorId)) return notFound(ctx, 'visitorId')
  const unproven = await needsConfirmationOfPerson(ctx)
  if (unproven) return unproven
  return holdingExportLimit(ctx, async (tx, limit) => {
    const { files, rows } = await takenAlone(tx, actorId(ctx) ?? '', ctx.now())
    if (files >= alwaysFree && files + rows >= limit.holding) return invalid(ctx, [{ path: [], key: 'exportsOfDay' }])
    const file = await visitorFile(ctx, tx, data.visitorId, { withReasons: true })
    if (!file) return notFound(ctx, 'visitorId')
    await audit(ctx, tx, 'visitor.export', { type: 'Visitor', id: data.visitorId }, { reason: data.reason })
    return file
  })
}

/**
 * Everything that is held of a visitor, as a file; null for nobody.
 * @param reader `withReasons`: whether it says why the staff did what they did
 */
export async function visitorFile(
  ctx: Ctx,
  tx: TenantTransaction,
  visitorId: string,
  { withReasons }: { withReasons: boolean },
): Promise<VisitorExport | null> {
  const row = await tx.visitor.findUnique({ where: { id: visitorId }, select: { ...sealedVisitor, createdAt: true } })
  const [visitor] = await openVisitors(row ? [row] : [])
  if (!row || !visitor) return null
  const { id, name, email, phone, company, locale, erased } = visitor
  const passes = await tx.visitPass.findMany({ where: { visitorId: id }, select: passSelect, orderBy: { id: 'asc' } })
  const keyring = await keyringOf(organizationOf(ctx))
  const visits = passes.map(({ appointment, sealedPlate, revokedReason, suspendedReason, checkins, ...pass }) => ({
    ...pass,
    ...(withReasons ? { revokedReason, suspendedReason } : {}),
    vehiclePlate: plateOf(visitor, { id: pass.id, sealedPlate }),
    appointment: appointment && visitOf(keyring, appointment),
    checkins: withReasons ? checkins : checkins.map(({ reason: _, forcedReason: __, ...checkin }) => checkin),
  }))
  const passIds = passes.map((pass) => pass.id)
  const messages = await messagesOf(tx, passIds)
  const companions = await companionsOf(tx, passIds)
  const held = { ...(await exportGuest(ctx, tx, id, passIds)), companions, files: await filesOf(tx, id) }
  const person = { id, name, email, phone, company, locale, erased, registeredAt: row.createdAt }
  const json = JSON.stringify({ exportedAt: ctx.now(), person, passes: visits, messages, ...held }, null, 2)
  return { fileName: `visitor-${id}.json`, json }
}
