import type { z } from 'zod'
import { revealVisitorContactSchema } from '#shared/schemas/visitors'
import { audit } from '../../../core/audit'
import { authorizeWithin } from '../../../core/authorize'
import type { Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { notFound, validate } from '../../../core/failures'
import { isId } from '../../../core/ids'
import type { VisitorRow } from '../../../core/rows'
import { openVisitors, sealedVisitor } from '../../../core/visitor-record'
import { visitorsWithin } from '../../../core/within'

/**
 * Shows the e-mail and phone of a visitor unmasked, and notes who looked.
 * @returns the visitor, or NOT_FOUND, VALIDATION_FAILED
 */
export async function revealVisitorContact(ctx: Ctx, input: z.input<typeof revealVisitorContactSchema>): Promise<VisitorRow | Failure> {
  const visible = visitorsWithin(authorizeWithin(ctx, 'visitor:reveal'))
  const { data, failed } = validate(ctx, revealVisitorContactSchema, input)
  if (failed) return failed
  if (!isId(data.visitorId)) return notFound(ctx, 'visitorId')
  return ctx.transaction(async (tx) => {
    const where = { id: data.visitorId, AND: [visible] }
    const [visitor] = await openVisitors(await tx.visitor.findMany({ where, select: sealedVisitor }))
    if (!visitor || visitor.erased) return notFound(ctx, 'visitorId')
    await audit(ctx, tx, 'visitor.reveal_contact', { type: 'Visitor', id: visitor.id })
    return visitor
  })
}
