import type { HostNoticeKind } from '#shared/schemas/hosts'
import type { Locale } from '../../../generated/prisma/client'
import type { TenantClient } from '../../../infra/tenant-client'
import { choicesIn } from './notice-choices'

/** Why somebody is told of a visit. */
export type NoticeReason = 'HOST' | 'CO_HOST' | 'DEPUTY' | 'DELEGATE'

/** Somebody who is told of a visit by mail. */
export interface NoticeRecipient {
  hostId: string
  name: string
  email: string
  locale: Locale
  because: NoticeReason
  /** For whom, where it is another's visit. */
  onBehalfOf: string
}

/** Of which visit people are told, and of what. */
export interface Matter {
  hostId: string
  coHostIds: readonly string[]
  kind: HostNoticeKind
  /** When: decides who is away and who acts for whom. */
  at: Date
}

type Reasons = Map<string, { because: NoticeReason; of: string }>

/** Everybody who has to do with a visit now, each once and for the nearest reason. */
async function concerned(db: TenantClient, { hostId, coHostIds, at }: Matter): Promise<Reasons> {
  const hosts = [hostId, ...coHostIds]
  const [absences, delegations] = await Promise.all([
    db.hostAbsence.findMany({
      where: { hostId: { in: hosts }, deputyId: { not: null }, startsAt: { lte: at }, endsAt: { gt: at } },
      select: { hostId: true, deputyId: true },
    }),
    db.hostDelegation.findMany({
      where: {
        hostId: { in: hosts },
        isTold: true,
        endedAt: null,
        AND: [{ OR: [{ startsAt: null }, { startsAt: { lte: at } }] }, { OR: [{ endsAt: null }, { endsAt: { gt: at } }] }],
      },
      select: { hostId: true, delegateId: true },
    }),
  ])
  const reasons: Reasons = new Map()
  const add = (id: string | null, because: NoticeReason, of: string) => id && !reasons.has(id) && reasons.set(id, { because, of })
  add(hostId, 'HOST', hostId)
  for (const id of coHostIds) add(id, 'CO_HOST', hostId)
  for (const absence of absences) add(absence.deputyId, 'DEPUTY', absence.hostId)
  for (const delegation of delegations) add(delegation.delegateId, 'DELEGATE', delegation.hostId)
  return reasons
}

/**
 * Who is told of a visit by mail: its host, those who receive with them, who stands in while they are away, and delegates who chose it;
 * of these whoever may come in and has not chosen otherwise.
 * @param exceptUserId whoever did it themselves
 */
export async function noticeRecipients(db: TenantClient, matter: Matter, exceptUserId?: string): Promise<NoticeRecipient[]> {
  const reasons = await concerned(db, matter)
  const ids = [...new Set([...reasons.keys(), ...[...reasons.values()].map(({ of }) => of)])]
  const hosts = await db.host.findMany({
    where: { id: { in: ids } },
    select: {
      id: true,
      userId: true,
      noticeChoices: true,
      membership: { select: { name: true, acceptedAt: true, suspendedAt: true } },
      user: { select: { email: true, locale: true, status: true } },
    },
    orderBy: { id: 'asc' },
  })
  const nameOf = (id: string) => hosts.find((host) => host.id === id)?.membership.name ?? ''
  return hosts.flatMap(({ id, userId, noticeChoices, membership, user }) => {
    const reason = reasons.get(id)
    const isIn = membership.acceptedAt !== null && membership.suspendedAt === null && user.status === 'ACTIVE'
    if (!reason || !isIn || userId === exceptUserId || !choicesIn(noticeChoices)[matter.kind].byMail) return []
    const { email, locale } = user
    return [{ hostId: id, name: membership.name, email, locale, because: reason.because, onBehalfOf: nameOf(reason.of) }]
  })
}
