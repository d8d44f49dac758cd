import { systemCtx } from '../../../../core/ctx'
import { openVisitors, sealedVisitor } from '../../../../core/visitor-record'
import type { VisitPass } from '../../../../generated/prisma/client'
import type { TenantTransaction } from '../../../../infra/tenant-client'
import { inviteUrlOf } from '../../../credentials/use-cases/invite-links'
import type { OpenedInvite } from '../../../credentials/use-cases/open-invite.sql'
import { guestRules } from '../../../organizations/use-cases/guest-policy'

/** Somebody whom a guest brings along. */
export interface Companion extends Pick<VisitPass, 'id' | 'status' | 'presence'> {
  name: string
  /** The companion's page, for who cannot be written to: the guest passes it on. */
  inviteUrl: string | null
}

/** Passes that count as somebody who comes along. */
export const broughtBy = (passId: string) => ({ broughtById: passId, status: { not: 'REVOKED' as const } })

/** How many people a guest of a visit may bring along. Who is brought along brings nobody. */
export async function companionLimit(
  db: Pick<TenantTransaction, 'appointment' | 'guestPolicy'>,
  { pass, appointmentId }: Pick<OpenedInvite, 'pass' | 'appointmentId'>,
): Promise<number> {
  if (pass.broughtById) return 0
  const visit = await db.appointment.findUnique({ where: { id: appointmentId }, select: { companions: true } })
  return visit?.companions ?? (await guestRules(db)).companions
}

/** Whom a guest brings along, and how many they may. */
export async function findCompanions(invite: OpenedInvite): Promise<{ limit: number; companions: Companion[] }> {
  const { db } = systemCtx(invite.organizationId)
  const passes = await db.visitPass.findMany({
    where: broughtBy(invite.pass.id),
    select: { id: true, status: true, presence: true, inviteVersion: true, visitor: { select: sealedVisitor } },
    orderBy: { id: 'asc' },
  })
  const visitors = await openVisitors(passes.map(({ visitor }) => visitor))
  const companions = passes.flatMap(({ id, status, presence, inviteVersion }, place) => {
    const person = visitors[place]
    if (!person || person.erased) return []
    return [{ id, status, presence, name: person.name, inviteUrl: person.email ? null : inviteUrlOf({ id, inviteVersion }) }]
  })
  return { limit: await companionLimit(db, invite), companions }
}
