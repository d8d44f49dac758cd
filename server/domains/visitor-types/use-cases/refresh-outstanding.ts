import { livePass } from '../../../core/open-status'
import { maskOf } from '#shared/pass-tasks'
import type { TenantTransaction } from '../../../infra/tenant-client'
import { formOf } from '../form-of'
import { outstandingOf } from '../outstanding'
import { factsOf } from './pass-facts'

/**
 * Takes passes for the rest of the transaction. Whoever changes what is outstanding of a pass does so first: of two who do it at once
 * the second sees what the first did.
 */
export async function holdTypedPasses(tx: TenantTransaction, visitPassIds: readonly string[]): Promise<void> {
  await tx.visitPass.updateMany({ where: { id: { in: [...visitPassIds] } }, data: { outstanding: { increment: 0 } } })
}

/** Passes of a visitor for which what they do now may count: taken in order, so that nobody waits in a circle. */
export async function passesToCome(tx: TenantTransaction, visitorId: string, now: Date): Promise<string[]> {
  const passes = await tx.visitPass.findMany({
    where: { visitorId, visitorTypeId: { not: null }, validTo: { gt: now }, status: { notIn: ['REVOKED', 'EXPIRED'] } },
    select: { id: true },
    orderBy: { id: 'asc' },
  })
  return passes.map(({ id }) => id)
}

/** Whether a guest is still awaited for the visit of a pass: what they do before they come ends when they have. */
export async function isAwaited(tx: TenantTransaction, visitPassId: string, now: Date): Promise<boolean> {
  const found = await tx.visitPass.count({
    where: { id: visitPassId, status: { in: livePass }, presence: 'EXPECTED', validTo: { gt: now } },
  })
  return found > 0
}

const select = {
  id: true,
  visitorId: true,
  visitorTypeId: true,
  validFrom: true,
  outstanding: true,
  seenToAtGate: true,
  visitorType: { select: { form: true } },
} as const

/** Writes down anew what is outstanding of passes, in the transaction that changed it. The passes must be held. */
export async function refreshOutstanding(tx: TenantTransaction, visitPassIds: readonly string[]): Promise<void> {
  const passes = await tx.visitPass.findMany({ where: { id: { in: [...visitPassIds] } }, select })
  const typed = passes.flatMap(({ visitorType, visitorTypeId, ...pass }) =>
    visitorType && visitorTypeId ? [{ ...pass, visitorTypeId, form: formOf(visitorType.form) }] : [],
  )
  const facts = await factsOf(tx, typed)
  const forms = new Map(typed.map(({ id, form }) => [id, form]))
  const changed = passes.flatMap(({ id, outstanding, seenToAtGate }) => {
    const [form, known] = [forms.get(id), facts.get(id)]
    const now = form && known ? maskOf(outstandingOf(form, known)) & ~seenToAtGate : 0
    return now === outstanding ? [] : [{ id, now }]
  })
  for (const [outstanding, same] of Map.groupBy(changed, ({ now }) => now)) {
    await tx.visitPass.updateMany({ where: { id: { in: same.map(({ id }) => id) } }, data: { outstanding } })
  }
}

/** Looks anew at every pass of a visitor that is still to come, in the transaction that changed what is there of them. */
export async function refreshPassesOfVisitor(tx: TenantTransaction, visitorId: string, now: Date): Promise<void> {
  const ids = await passesToCome(tx, visitorId, now)
  if (ids.length === 0) return
  await holdTypedPasses(tx, ids)
  await refreshOutstanding(tx, ids)
}
