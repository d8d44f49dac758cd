import { fieldsFor } from '#shared/visitor-types/fields'
import { setVisitorTypeSchema } from '#shared/visitor-types/form'
import type { z } from 'zod'
import { allOrNothing } from '../../../core/all-or-nothing'
import { audit } from '../../../core/audit'
import type { Ctx } from '../../../core/ctx'
import { isFailure, type Failure } from '../../../core/errors'
import { invalid, notFound, validate } from '../../../core/failures'
import { isId } from '../../../core/ids'
import type { VisitPassRow } from '../../../core/rows'
import type { TenantTransaction } from '../../../infra/tenant-client'
import { followType } from '../../approvals/use-cases/follow-type'
import { invitedPasses } from '../policy'
import { checkSentAnswers, chooseVisitorType, type ChosenType } from './choose-visitor-type'
import { keepAnswers } from './keep-answers'
import { holdTypedPasses, refreshOutstanding } from './refresh-outstanding'

const over = ['REVOKED', 'EXPIRED', 'USED'] as const

/**
 * Says of what type a guest is and what their host answers about them. Of another type nothing is answered yet: what the guest and
 * the host said of the former is forgotten, and whoever has to agree to guests of that type is asked.
 * @returns the pass, or NOT_FOUND, VALIDATION_FAILED that names each field
 */
export async function setVisitorType(ctx: Ctx, input: z.input<typeof setVisitorTypeSchema>): Promise<VisitPassRow | Failure> {
  const visible = invitedPasses(ctx)
  const { data, failed } = validate(ctx, setVisitorTypeSchema, input)
  if (failed) return failed
  const { visitPassId: id, visitorTypeId, answers: sent } = data
  if (!isId(id)) return notFound(ctx, 'visitPassId')
  return allOrNothing<VisitPassRow>(ctx, async (tx) => {
    await holdTypedPasses(tx, [id])
    const pass = await tx.visitPass.findFirst({ where: { AND: [{ id }, visible] }, include: { appointment: true } })
    if (!pass) return notFound(ctx, 'visitPassId')
    if (over.some((status) => status === pass.status)) return invalid(ctx, [{ path: ['visitPassId'], key: 'passIsOver' }])
    const type = await typeFor(ctx, tx, pass.visitorTypeId, visitorTypeId)
    if (isFailure(type)) return type
    const answers = checkSentAnswers(ctx, type?.form ?? null, 'HOST', sent ?? [], ['answers'])
    if (isFailure(answers)) return answers
    const isOther = pass.visitorTypeId !== (type?.id ?? null)
    if (isOther) await tx.passAnswers.deleteMany({ where: { visitPassId: id } })
    await tx.visitPass.updateMany({ where: { id }, data: { visitorTypeId: type?.id ?? null, ...(isOther ? { seenToAtGate: 0 } : {}) } })
    const given = { visitPassId: id, visitorId: pass.visitorId, answeredBy: 'HOST' as const, answers }
    if (type && fieldsFor(type.form.fields, 'HOST').length > 0)
      await keepAnswers(ctx, tx, [{ ...given, visitorTypeId: type.id, version: type.version }])
    await refreshOutstanding(tx, [id])
    if (isOther && pass.appointment)
      await followType({ ctx, tx }, pass.appointment, { ...pass, visitorTypeId: type?.id ?? null }, pass.visitorTypeId)
    await audit(ctx, tx, 'pass.set_visitor_type', { type: 'VisitPass', id }, { visitorTypeId: type?.id ?? null })
    const { appointment, ...row } = await tx.visitPass.findUniqueOrThrow({
      where: { id },
      include: { appointment: { select: { hostId: true } } },
    })
    return { ...row, hostId: appointment?.hostId ?? null }
  })
}

/** The type a pass shall be of: one that was put away only where it is of it already. */
async function typeFor(ctx: Ctx, tx: TenantTransaction, now: string | null, wanted: string | null): Promise<ChosenType | null | Failure> {
  if (wanted === null) return null
  return chooseVisitorType(ctx, tx, wanted, { evenArchived: wanted === now })
}
