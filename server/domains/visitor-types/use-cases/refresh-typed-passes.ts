import { systemCtx } from '../../../core/ctx'
import type { JobContext } from '../../../core/handlers'
import { formOf } from '../form-of'
import { holdTypedPasses, refreshOutstanding, refreshPassesOfVisitor } from './refresh-outstanding'

/** Passes that are looked at in one transaction. */
const batch = 500

/** Looks anew at what is outstanding of the passes of a type that are still to come. Run twice it changes nothing. */
export async function refreshTypedPasses({ organizationId }: JobContext, { visitorTypeId }: { visitorTypeId: string }): Promise<void> {
  const ctx = systemCtx(organizationId)
  const toCome = { visitorTypeId, validTo: { gt: ctx.now() }, status: { notIn: ['REVOKED' as const, 'EXPIRED' as const] } }
  for (let after = ''; ;) {
    const passes = await ctx.db.visitPass.findMany({
      where: { ...toCome, id: { gt: after } },
      select: { id: true },
      orderBy: { id: 'asc' },
      take: batch,
    })
    const ids = passes.map(({ id }) => id)
    const last = ids.at(-1)
    if (last === undefined) return
    await ctx.transaction(async (tx) => {
      await holdTypedPasses(tx, ids)
      await refreshOutstanding(tx, ids)
    })
    after = last
  }
}

/** The same for every type that asks for an agreement which counts otherwise now. */
export async function refreshSignedPasses(job: JobContext, { agreementId }: { agreementId: string }): Promise<void> {
  const types = await systemCtx(job.organizationId).db.visitorType.findMany({ select: { id: true, form: true } })
  for (const { id, form } of types)
    if (formOf(form).agreementIds.includes(agreementId)) await refreshTypedPasses(job, { visitorTypeId: id })
}

/** Looks anew at the passes of a visitor that are still to come: a person may have said no to what they gave. */
export async function refreshPasses({ organizationId }: JobContext, { visitorId }: { visitorId: string }): Promise<void> {
  const ctx = systemCtx(organizationId)
  await ctx.transaction((tx) => refreshPassesOfVisitor(tx, visitorId, ctx.now()))
}
