import { createAgreementSchema, publishAgreementSchema, updateAgreementSchema } from '#shared/visitor-types/agreements'
import type { z } from 'zod'
import { actorId, audit } from '../../../core/audit'
import { organizationOf, type Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { invalid, notFound, validate } from '../../../core/failures'
import { once } from '../../../core/idempotency'
import { isId, newId } from '../../../core/ids'
import type { Agreement } from '../../../generated/prisma/client'
import { emit } from '../../../infra/outbox'
import type { TenantTransaction } from '../../../infra/tenant-client'
import { AgreementChanged } from '../events'
import { authorizeRules } from '../policy'

interface Content {
  title: { ru: string; en: string }
  text: { ru: string; en: string }
}

/** Publishes a version. It is never changed: what was signed can always be read. */
const publish = (ctx: Ctx, tx: TenantTransaction, agreementId: string, number: number, { title, text }: Content) =>
  tx.agreementVersion.createMany({
    data: [
      {
        agreementId,
        number,
        organizationId: organizationOf(ctx),
        titleRu: title.ru,
        titleEn: title.en,
        textRu: text.ru,
        textEn: text.en,
        publishedById: actorId(ctx),
        publishedAt: ctx.now(),
      },
    ],
  })

/**
 * Makes an agreement and publishes its first version.
 * @returns the agreement, or VALIDATION_FAILED, IDEMPOTENCY_KEY_REUSED
 */
export async function createAgreement(ctx: Ctx, input: z.input<typeof createAgreementSchema>): Promise<Agreement | Failure> {
  authorizeRules(ctx)
  const { data, failed } = validate(ctx, createAgreementSchema, input)
  if (failed) return failed
  const { idempotencyKey, ...asked } = data
  return once<Agreement>(
    ctx,
    { key: idempotencyKey, operation: 'createAgreement', input: asked },
    (id) => ctx.db.agreement.findUnique({ where: { id } }),
    async (tx) => {
      const { name, validMonths, ...content } = asked
      const row = { id: newId(), organizationId: organizationOf(ctx), name, validMonths, version: 1, countsFrom: 1, createdAt: ctx.now() }
      const agreement = await tx.agreement.create({ data: row })
      await publish(ctx, tx, agreement.id, 1, content)
      await audit(ctx, tx, 'agreement.create', { type: 'Agreement', id: agreement.id }, { name })
      return agreement
    },
  )
}

/**
 * Names an agreement anew, and says how long a signature counts: those that were made too.
 * @returns the agreement, or NOT_FOUND, VALIDATION_FAILED
 */
export async function updateAgreement(ctx: Ctx, input: z.input<typeof updateAgreementSchema>): Promise<Agreement | Failure> {
  authorizeRules(ctx)
  const { data, failed } = validate(ctx, updateAgreementSchema, input)
  if (failed) return failed
  const { agreementId: id, ...content } = data
  if (!isId(id)) return notFound(ctx, 'agreementId')
  return ctx.transaction(async (tx) => {
    await tx.agreement.updateMany({ where: { id }, data: content })
    const agreement = await tx.agreement.findUnique({ where: { id } })
    if (!agreement) return notFound(ctx, 'agreementId')
    await audit(ctx, tx, 'agreement.update', { type: 'Agreement', id }, content)
    await emit(tx, organizationOf(ctx), AgreementChanged, { agreementId: id }, ctx.now())
    return agreement
  })
}

/**
 * Publishes another version of an agreement. Whoever reads the former one at this moment is shown the new one before they sign.
 * @returns the agreement, or NOT_FOUND, VALIDATION_FAILED
 */
export async function publishAgreement(ctx: Ctx, input: z.input<typeof publishAgreementSchema>): Promise<Agreement | Failure> {
  authorizeRules(ctx)
  const { data, failed } = validate(ctx, publishAgreementSchema, input)
  if (failed) return failed
  const { agreementId: id, version, asksAgain, ...content } = data
  if (!isId(id)) return notFound(ctx, 'agreementId')
  return ctx.transaction(async (tx) => {
    const next = version + 1
    const { count } = await tx.agreement.updateMany({
      where: { id, version },
      data: { version: next, ...(asksAgain ? { countsFrom: next } : {}) },
    })
    const agreement = await tx.agreement.findUnique({ where: { id } })
    if (!agreement) return notFound(ctx, 'agreementId')
    if (count === 0) return invalid(ctx, [{ path: ['version'], key: 'agreementChanged' }])
    await publish(ctx, tx, id, next, content)
    await audit(ctx, tx, 'agreement.publish', { type: 'Agreement', id }, { version: next, asksAgain })
    await emit(tx, organizationOf(ctx), AgreementChanged, { agreementId: id }, ctx.now())
    return agreement
  })
}

/** Puts an agreement away, or takes it back. */
async function setArchived(ctx: Ctx, { agreementId: id }: { agreementId: string }, isArchived: boolean): Promise<Agreement | Failure> {
  authorizeRules(ctx)
  if (!isId(id)) return notFound(ctx, 'agreementId')
  return ctx.transaction(async (tx) => {
    const { count } = await tx.agreement.updateMany({
      where: { id, archivedAt: isArchived ? null : { not: null } },
      data: { archivedAt: isArchived ? ctx.now() : null },
    })
    const agreement = await tx.agreement.findUnique({ where: { id } })
    if (!agreement) return notFound(ctx, 'agreementId')
    if (count === 0) return agreement
    await audit(ctx, tx, isArchived ? 'agreement.archive' : 'agreement.restore', { type: 'Agreement', id }, { name: agreement.name })
    await emit(tx, organizationOf(ctx), AgreementChanged, { agreementId: id }, ctx.now())
    return agreement
  })
}

/** Puts an agreement away: nobody is asked to sign it any more. What was signed stays. @returns the agreement, or NOT_FOUND */
export const archiveAgreement = (ctx: Ctx, which: { agreementId: string }): Promise<Agreement | Failure> => setArchived(ctx, which, true)

/** Asks for an agreement again that was put away. @returns the agreement, or NOT_FOUND */
export const restoreAgreement = (ctx: Ctx, which: { agreementId: string }): Promise<Agreement | Failure> => setArchived(ctx, which, false)
