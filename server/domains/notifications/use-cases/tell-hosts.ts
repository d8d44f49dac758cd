import { systemCtx, type Ctx } from '../../../core/ctx'
import type { JobData } from '../../../core/define-job'
import type { JobContext } from '../../../core/handlers'
import { newId } from '../../../core/ids'
import { openVisitors, sealedVisitor } from '../../../core/visitor-record'
import { encodeGlobalId } from '../../../graphql/global-id'
import { env } from '../../../infra/env'
import { languageOf } from '../../../infra/i18n'
import { sendMail } from '../../../infra/mail'
import { stayLinkOf } from '../../access-control/use-cases/presence/stay-link'
import { noticeRecipients, type NoticeRecipient } from '../../hosts/use-cases/notice-recipients'
import type { TellHosts } from '../jobs'
import { renderHostNotice, type HostNoticeMail } from '../mail/host-notice'

type Matter = JobData<typeof TellHosts>

const visitSelection = {
  id: true,
  hostId: true,
  startsAt: true,
  endsAt: true,
  timeZone: true,
  site: { select: { name: true } },
  coHosts: { select: { hostId: true } },
} as const

/** The visit of which somebody is told, with the guests it is about: the one of a pass, or all. */
async function findVisit({ db }: Ctx, { visitPassId, appointmentId }: Matter) {
  const where = visitPassId ? { id: visitPassId } : { appointmentId: appointmentId ?? '' }
  const passes = await db.visitPass.findMany({
    where,
    select: { reply: true, presence: true, lateMinutes: true, appointment: { select: visitSelection }, visitor: { select: sealedVisitor } },
    orderBy: { id: 'asc' },
    take: 4,
  })
  const [first] = passes
  if (!first?.appointment) return null
  const guests = await openVisitors(passes.map(({ visitor }) => visitor))
  return { visit: first.appointment, pass: first, guests: guests.map(({ name }) => name).filter((name) => name !== '') }
}

type Found = NonNullable<Awaited<ReturnType<typeof findVisit>>>

/** What one reader is told. */
function mailTo(reader: NoticeRecipient, { kind, what, stayReminderId }: Matter, { visit, pass, guests }: Found): HostNoticeMail {
  const replied = pass.reply === 'DECLINED' ? ('DECLINED' as const) : ('CONFIRMED' as const)
  const { because, onBehalfOf, name, hostId } = reader
  return {
    locale: languageOf(reader.locale),
    about: kind === 'GUEST_REPLIED' ? replied : kind === 'VISIT_CHANGED' ? (what === 'GUEST' ? 'CHANGED' : what) : kind,
    name,
    guests,
    lateMinutes: pass.lateMinutes,
    because,
    onBehalfOf,
    place: visit.site.name,
    startsAt: visit.startsAt,
    endsAt: visit.endsAt,
    timeZone: visit.timeZone,
    url: stayReminderId
      ? stayLinkOf({ stayReminderId, hostId })
      : new URL(`/host?visit=${encodeGlobalId('Appointment', visit.id)}`, env.PUBLIC_URL).href,
  }
}

/** Notes for whom a message waits, so that it is sent once; those that wait from an earlier try are among them. */
async function note(ctx: Ctx, eventId: string, { kind }: Matter, appointmentId: string, readers: NoticeRecipient[]): Promise<Set<string>> {
  const row = { organizationId: ctx.organizationId ?? '', eventId, appointmentId, kind, createdAt: ctx.now() }
  const data = readers.map(({ hostId }) => ({ id: newId(), hostId, ...row }))
  await ctx.db.hostNotice.createMany({ data, skipDuplicates: true })
  const waiting = await ctx.db.hostNotice.findMany({ where: { eventId, sentAt: null }, select: { hostId: true } })
  return new Set(waiting.map(({ hostId }) => hostId))
}

/**
 * Tells those who receive the guests of a visit what happened to it, each in their language and as they chose: the host, those who receive
 * with them, who stands in, and delegates who want it; never whoever did it. Run again it writes to those whom it has not reached, run twice
 * at once the second waits for the first.
 * @throws the first thing that a mail server answered, after everybody was tried
 */
export async function tellHosts({ eventId, organizationId }: JobContext, matter: Matter): Promise<void> {
  const ctx = systemCtx(organizationId)
  const found = await findVisit(ctx, matter)
  if (!found) return
  // Of what a gate told late nobody is told that has passed: whoever has left again is not here.
  if (matter.kind === 'CHECKED_IN' && found.pass.presence === 'LEFT') return
  if (matter.kind === 'GUEST_STAYS' && found.pass.presence !== 'INSIDE') return
  const { hostId, coHosts } = found.visit
  const concerned = { hostId, coHostIds: coHosts.map((coHost) => coHost.hostId), kind: matter.kind, at: ctx.now() }
  const readers = await noticeRecipients(ctx.db, concerned, matter.userId)
  const waiting = await note(ctx, eventId, matter, found.visit.id, readers)
  const told = await Promise.allSettled(
    readers
      .filter((reader) => waiting.has(reader.hostId))
      .map(async (reader) => {
        const mail = await renderHostNotice(mailTo(reader, matter, found))
        await ctx.transaction(async (tx) => {
          const where = { eventId, hostId: reader.hostId, sentAt: null }
          const { count } = await tx.hostNotice.updateMany({ where, data: { sentAt: ctx.now() } })
          if (count === 1) await sendMail(organizationId, { to: reader.email, ...mail })
        })
      }),
  )
  const failed = told.find((each) => each.status === 'rejected')
  if (failed) throw failed.reason
}
