import { createVisitorTypeSchema, updateVisitorTypeSchema, type VisitorForm } from '#shared/visitor-types/form'
import type { z } from 'zod'
import { actorId, audit } from '../../../core/audit'
import { organizationOf, type Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { invalid, notFound, validate } from '../../../core/failures'
import { once } from '../../../core/idempotency'
import { isId, newId } from '../../../core/ids'
import type { VisitorType } from '../../../generated/prisma/client'
import { emit } from '../../../infra/outbox'
import type { TenantTransaction } from '../../../infra/tenant-client'
import { VisitorTypeChanged } from '../events'
import { formOf } from '../form-of'
import { authorizeRules } from '../policy'

/** Keeps what a type asks from now on. Earlier versions stay: what was answered to them is read by them. */
const keepVersion = (ctx: Ctx, tx: TenantTransaction, type: Pick<VisitorType, 'id' | 'version'>, form: VisitorForm) =>
  tx.visitorTypeVersion.createMany({
    data: [
      {
        organizationId: organizationOf(ctx),
        visitorTypeId: type.id,
        number: type.version,
        form,
        createdById: actorId(ctx),
        createdAt: ctx.now(),
      },
    ],
  })

/** What is wrong with the agreements that a type shall ask for; null for nothing. */
async function missingAgreement(ctx: Ctx, { agreementIds }: VisitorForm): Promise<Failure | null> {
  const ids = agreementIds.filter(isId)
  const found = ids.length > 0 ? await ctx.db.agreement.count({ where: { id: { in: ids } } }) : 0
  return found === agreementIds.length ? null : notFound(ctx, 'agreementIds')
}

/**
 * Makes a type of visitors with what it asks of them. It stands last.
 * @returns the type, or NOT_FOUND (an agreement), VALIDATION_FAILED, IDEMPOTENCY_KEY_REUSED
 */
export async function createVisitorType(ctx: Ctx, input: z.input<typeof createVisitorTypeSchema>): Promise<VisitorType | Failure> {
  authorizeRules(ctx)
  const { data, failed } = validate(ctx, createVisitorTypeSchema, input)
  if (failed) return failed
  const missing = await missingAgreement(ctx, data.form)
  if (missing) return missing
  const { idempotencyKey, ...asked } = data
  return once<VisitorType>(
    ctx,
    { key: idempotencyKey, operation: 'createVisitorType', input: asked },
    (id) => ctx.db.visitorType.findUnique({ where: { id } }),
    async (tx) => {
      const last = await tx.visitorType.aggregate({ _max: { position: true } })
      const position = (last._max.position ?? 0) + 1
      const badgeColor = asked.badgeColor ?? null
      const row = { id: newId(), organizationId: organizationOf(ctx), ...asked, badgeColor, position, version: 1, createdAt: ctx.now() }
      const type = await tx.visitorType.create({ data: row })
      await keepVersion(ctx, tx, type, asked.form)
      await audit(ctx, tx, 'visitor_type.create', { type: 'VisitorType', id: type.id }, { name: asked.name })
      return type
    },
  )
}

/**
 * Changes a type. Answers that were given stay as they are, beside the questions they were given to; whoever is still to come is
 * asked what is new. Whoever saw an older version is told so.
 * @returns the type, or NOT_FOUND, VALIDATION_FAILED
 */
export async function updateVisitorType(ctx: Ctx, input: z.input<typeof updateVisitorTypeSchema>): Promise<VisitorType | Failure> {
  authorizeRules(ctx)
  const { data, failed } = validate(ctx, updateVisitorTypeSchema, input)
  if (failed) return failed
  const { visitorTypeId: id, version, name, badgeColor, form } = data
  if (!isId(id)) return notFound(ctx, 'visitorTypeId')
  const missing = await missingAgreement(ctx, form)
  if (missing) return missing
  return ctx.transaction(async (tx) => {
    const { count } = await tx.visitorType.updateMany({
      where: { id, version },
      data: { name, ...(badgeColor === undefined ? {} : { badgeColor }) },
    })
    const before = await tx.visitorType.findUnique({ where: { id } })
    if (!before) return notFound(ctx, 'visitorTypeId')
    if (count === 0) return invalid(ctx, [{ path: ['version'], key: 'visitorTypeChanged' }])
    const asksTheSame = JSON.stringify(formOf(before.form)) === JSON.stringify(form)
    if (!asksTheSame) await changeForm(ctx, tx, before, form)
    await audit(ctx, tx, 'visitor_type.update', { type: 'VisitorType', id }, { name, asksTheSame })
    return tx.visitorType.findUniqueOrThrow({ where: { id } })
  })
}

async function changeForm(ctx: Ctx, tx: TenantTransaction, { id, version }: VisitorType, form: VisitorForm): Promise<void> {
  await tx.visitorType.updateMany({ where: { id, version }, data: { form, version: version + 1 } })
  await keepVersion(ctx, tx, { id, version: version + 1 }, form)
  await emit(tx, organizationOf(ctx), VisitorTypeChanged, { visitorTypeId: id }, ctx.now())
}
