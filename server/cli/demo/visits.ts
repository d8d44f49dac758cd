import { randomBytes } from 'node:crypto'
import { makeShortCode } from '#shared/credentials/short-code'
import { sealTexts } from '../../core/appointment-texts'
import { systemCtx } from '../../core/ctx'
import { isFailure } from '../../core/errors'
import { newId } from '../../core/ids'
import { signPassCode } from '../../domains/credentials/pass-signature'
import { signerOf } from '../../domains/credentials/use-cases/signing-keys'
import { inviteGuest } from '../../domains/appointments/use-cases/invite-guest'
import type { Prisma } from '../../generated/prisma/client'
import { markMoments } from '../../domains/statistics/use-cases/mark-stale-days'
import { registerVisitor } from '../../domains/visitors/use-cases/find-or-register-visitors'
import { prisma } from '../../infra/db'
import { languageOf } from '../../infra/i18n'
import { keyringOf } from '../../infra/keyring'
import { tenantClient } from '../../infra/tenant-client'
import type { MadeOrganization } from './organizations'

/** What became of a visit of the demo. */
type Fate = 'left' | 'inside' | 'due' | 'missed' | 'revoked' | 'canceled'

/** A visit of the demo: minutes from now to its start, its length in minutes, its guest and what became of it. */
type DemoVisit = [start: number, length: number, fate: Fate, guest: string, company: string | null, title: string]

const visits: Record<'RU' | 'EN', DemoVisit[]> = {
  RU: [
    [-2 * 1440 - 60, 60, 'left', 'Екатерина Смирнова', 'Балтлогистик', 'Согласование тарифов'],
    [-1440 - 180, 90, 'left', 'Тимур Галеев', 'КазаньМаш', 'Осмотр оборудования'],
    [-1440 + 30, 60, 'missed', 'Олег Пахомов', null, 'Собеседование'],
    [-240, 120, 'left', 'Наталья Ким', 'Востокфлот', 'Подписание договора'],
    [-90, 180, 'inside', 'Андрей Лебедев', 'ГидроСтрой', 'Аудит причала'],
    [-50, 120, 'inside', 'Liu Wei', 'Pacific Cargo', 'Contract renewal'],
    [-20, 90, 'due', 'Виктория Жданова', 'Медиа-Порт', 'Интервью для журнала'],
    [-10, 60, 'due', 'John O’Neill', 'Harbour Insurance', 'Site survey'],
    [-15, 60, 'revoked', 'Руслан Ахметов', null, 'Доставка документов'],
    [120, 60, 'canceled', 'Ирина Соколова', 'Югтранс', 'Планёрка'],
  ],
  EN: [
    [-1440 - 120, 60, 'left', 'Priya Raman', 'Kew Instruments', 'Calibration'],
    [-80, 180, 'inside', 'Marta Nowak', 'Vistula Bio', 'Joint experiment'],
    [-15, 90, 'due', 'Hiroshi Tanaka', 'Nagoya Optics', 'Laser demonstration'],
    [-1440 + 60, 60, 'missed', 'Елена Воробьёва', 'СПб Наука', 'Lab tour'],
    [180, 60, 'canceled', 'Omar Haddad', null, 'Interview'],
  ],
}

/** Visits that are booked the ordinary way, so that the worker signs their passes and sends their invites. */
const invited: Record<'RU' | 'EN', [start: number, length: number, guest: string, email: string, title: string][]> = {
  RU: [
    [75, 60, 'Алексей Фёдоров', 'a.fedorov@guest.example', 'Презентация кранов'],
    [200, 45, 'Emma Clarke', 'emma.clarke@guest.example', 'Insurance review'],
    [1440 + 60, 90, 'Светлана Гордеева', 's.gordeeva@guest.example', 'Экскурсия по терминалу'],
    [2 * 1440 + 30, 60, 'Нурлан Сейтов', 'n.seitov@guest.example', 'Переговоры'],
  ],
  EN: [
    [90, 60, 'Sofia Almeida', 'sofia.almeida@guest.example', 'Sample hand-over'],
    [1440, 120, 'Иван Громов', 'i.gromov@guest.example', 'Research visit'],
  ],
}

const minutes = (from: Date, count: number): Date => new Date(Math.round((from.getTime() + count * 60_000) / 900_000) * 900_000)

const passStates: Record<Fate, Pick<Prisma.VisitPassUncheckedCreateInput, 'status' | 'presence' | 'entriesUsed'>> = {
  left: { status: 'USED', presence: 'LEFT', entriesUsed: 1 },
  inside: { status: 'USED', presence: 'INSIDE', entriesUsed: 1 },
  due: { status: 'ACTIVE', presence: 'EXPECTED', entriesUsed: 0 },
  missed: { status: 'EXPIRED', presence: 'EXPECTED', entriesUsed: 0 },
  revoked: { status: 'REVOKED', presence: 'EXPECTED', entriesUsed: 0 },
  canceled: { status: 'REVOKED', presence: 'EXPECTED', entriesUsed: 0 },
}

async function makeVisit(organization: MadeOrganization, hostId: string, visit: DemoVisit, now: Date): Promise<void> {
  const [start, length, fate, guest, company, title] = visit
  const { id: organizationId } = organization
  const site = organization.sites[0]
  if (!site) return
  const [appointmentId, passId] = [newId(), newId()]
  const startsAt = minutes(now, start)
  const endsAt = new Date(startsAt.getTime() + length * 60_000)
  const locale = /[а-яё]/i.test(guest) ? 'RU' : 'EN'
  const details = { name: guest, email: null, phone: null, company }
  const keyring = await keyringOf(organizationId)
  const visitorId = await registerVisitor(tenantClient(organizationId), keyring, details, locale, now)
  await prisma.appointment.create({
    data: {
      id: appointmentId,
      organizationId,
      siteId: site.id,
      hostId,
      roomId: site.rooms[Math.abs(start) % site.rooms.length] ?? null,
      ...sealTexts(keyring, appointmentId, { title, message: null }),
      status: fate === 'canceled' ? 'CANCELED' : endsAt < now ? 'COMPLETED' : 'SCHEDULED',
      startsAt,
      endsAt,
      timeZone: site.timeZone,
      canceledAt: fate === 'canceled' ? now : null,
      createdAt: now,
    },
  })
  const dates = { startsAt, endsAt, now }
  await makePass({ id: passId, organizationId, siteId: site.id, visitorId, appointmentId }, fate, dates)
  await makeScans({ organizationId, site, passId, fate, startsAt, endsAt }, now)
}

type PassIds = Pick<Prisma.VisitPassUncheckedCreateInput, 'id' | 'organizationId' | 'siteId' | 'visitorId' | 'appointmentId'>

async function makePass(ids: PassIds, fate: Fate, { startsAt, endsAt, now }: { startsAt: Date; endsAt: Date; now: Date }): Promise<void> {
  const validFrom = new Date(startsAt.getTime() - 30 * 60_000)
  const { keyId, privateKey } = await signerOf(ids.organizationId)
  await prisma.visitPass.create({
    data: {
      ...ids,
      type: 'SINGLE',
      ...passStates[fate],
      validFrom,
      validTo: endsAt,
      entriesLimit: 1,
      insideSince: fate === 'inside' ? new Date(startsAt.getTime() - 4 * 60_000) : null,
      qrToken: signPassCode({ keyId, passId: ids.id, notBefore: validFrom, expiresAt: endsAt, flags: 0 }, privateKey),
      shortCode: makeShortCode(randomBytes(9)),
      revokedReason: fate === 'revoked' ? 'Курьер заменён' : null,
      revokedAt: fate === 'revoked' ? now : null,
      createdAt: now,
    },
  })
}

async function makeScans(
  of: { organizationId: string; site: MadeOrganization['sites'][number]; passId: string; fate: Fate; startsAt: Date; endsAt: Date },
  now: Date,
): Promise<void> {
  const { organizationId, site, passId, fate } = of
  const gateId = site.gates[0]?.id
  if (!gateId || (fate !== 'left' && fate !== 'inside')) return
  const scan = (direction: 'ENTRY' | 'EXIT', at: Date) => ({
    id: newId(),
    organizationId,
    visitPassId: passId,
    siteId: site.id,
    gateId,
    direction,
    result: 'ADMITTED' as const,
    movement: direction === 'ENTRY' ? ('IN' as const) : ('OUT' as const),
    source: 'DESK' as const,
    scannerId: newId(),
    nonce: newId(),
    codeHash: new Uint8Array(32),
    occurredAt: at,
    recordedAt: at,
  })
  const entry = scan('ENTRY', new Date(of.startsAt.getTime() - 4 * 60_000))
  const exit = scan('EXIT', new Date(Math.min(of.endsAt.getTime() - 3 * 60_000, now.getTime() - 60_000)))
  await prisma.checkin.createMany({ data: fate === 'left' ? [entry, exit] : [entry] })
}

/** Writes a working day around now: visits in every state, and some that the worker has yet to issue. */
export async function makeVisits(organization: MadeOrganization, hosts: string[], now: Date): Promise<void> {
  const { locale } = organization.demo
  for (const [index, visit] of visits[locale].entries())
    await makeVisit(organization, hosts[index % 4 === 3 ? hosts.length - 1 : 0] ?? '', visit, now)
  const ctx = systemCtx(organization.id, languageOf(locale))
  for (const [start, length, name, email, title] of invited[locale]) {
    const startsAt = minutes(now, start)
    const visitor = { name, email, locale: /[а-яё]/i.test(name) ? ('RU' as const) : ('EN' as const) }
    const site = organization.sites[0]?.id ?? ''
    const made = await inviteGuest(ctx, {
      visitor,
      siteId: site,
      hostId: hosts[0] ?? '',
      startsAt,
      endsAt: new Date(startsAt.getTime() + length * 60_000),
      title,
    })
    if (isFailure(made)) throw new Error(`The demo's visit was refused: ${made.code}`)
  }
  await countVisits(organization.id)
}

/** What the demo writes by hand is announced by no event: its days are noted to be counted. */
async function countVisits(organizationId: string): Promise<void> {
  const ctx = systemCtx(organizationId)
  const booked = await ctx.db.appointment.findMany({ select: { siteId: true, startsAt: true } })
  await ctx.transaction((tx) =>
    markMoments(
      ctx,
      tx,
      booked.map(({ siteId, startsAt }) => ({ siteId, at: startsAt })),
    ),
  )
}
