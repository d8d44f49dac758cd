import type { Answers } from '#shared/visitor-types/answers'
import { fieldsFor } from '#shared/visitor-types/fields'
import type { VisitorForm } from '#shared/visitor-types/form'
import { organizationOf, type Ctx } from '../../../core/ctx'
import { maskOf } from '#shared/pass-tasks'
import { keyringOf } from '../../../infra/keyring'
import type { TenantTransaction } from '../../../infra/tenant-client'
import { openAnswers, type NewAnswers } from '../answer-record'
import { formOf } from '../form-of'
import { outstandingOf } from '../outstanding'
import { keepAnswers, visitorKeys } from './keep-answers'
import { factsOf } from './pass-facts'

/** A pass of a guest who is of a type, before it is written. */
export interface NewTypedPass {
  id: string
  visitorId: string
  visitorTypeId: string
  validFrom: Date
  /** The series that the visit belongs to. */
  seriesId: string | null
  /** What the host answered; undefined for a further visit of a series: it begins with what was answered for the others. */
  hostAnswers: Answers | null | undefined
}

/** What passes of typed guests begin with. */
export interface Begun {
  /** What is outstanding of each, by its id. */
  outstanding: ReadonlyMap<string, number>
  /** Keeps what was answered about the guests; once the passes are written. */
  keep: () => Promise<void>
}

interface TypeNow {
  version: number
  form: VisitorForm
}

/** Looks up what passes of typed guests begin with: what their types ask, and what is answered already. */
export async function beginTypedPasses(ctx: Ctx, tx: TenantTransaction, passes: readonly NewTypedPass[]): Promise<Begun> {
  if (passes.length === 0) return { outstanding: new Map(), keep: () => Promise.resolve() }
  const ids = [...new Set(passes.map(({ visitorTypeId }) => visitorTypeId))]
  const rows = await tx.visitorType.findMany({ where: { id: { in: ids } } })
  const types = new Map(rows.map(({ id, version, form }) => [id, { version, form: formOf(form) }]))
  const answers = [...passes.flatMap((pass) => hostAnswers(pass, types.get(pass.visitorTypeId))), ...(await seriesAnswers(ctx, tx, passes))]
  const answered = Map.groupBy(answers, ({ visitPassId }) => visitPassId)
  const typed = passes.flatMap((pass) => {
    const type = types.get(pass.visitorTypeId)
    return type ? [{ ...pass, form: type.form }] : []
  })
  const facts = await factsOf(tx, typed, { areNew: true })
  const outstanding = typed.map(({ id, form }): [string, number] => {
    const answeredBy = new Set((answered.get(id) ?? []).map((each) => each.answeredBy))
    const known = facts.get(id)
    return [id, known ? maskOf(outstandingOf(form, { ...known, answeredBy })) : 0]
  })
  return { outstanding: new Map(outstanding), keep: () => keepAnswers(ctx, tx, answers) }
}

function hostAnswers({ id, visitorId, visitorTypeId, hostAnswers: answers }: NewTypedPass, type: TypeNow | undefined): NewAnswers[] {
  if (!answers || !type || fieldsFor(type.form.fields, 'HOST').length === 0) return []
  return [{ visitPassId: id, visitorId, visitorTypeId, version: type.version, answeredBy: 'HOST', answers }]
}

/** What was answered last for the other visits of a series, about the same guests. */
async function seriesAnswers(ctx: Ctx, tx: TenantTransaction, passes: readonly NewTypedPass[]): Promise<NewAnswers[]> {
  const further = passes.filter(({ seriesId, hostAnswers: given }) => seriesId !== null && given === undefined)
  if (further.length === 0) return []
  const keyring = await keyringOf(organizationOf(ctx))
  const keys = await visitorKeys(
    tx,
    further.map(({ visitorId }) => visitorId),
  )
  const found: NewAnswers[] = []
  for (const [guest, ofGuest] of Map.groupBy(further, ({ visitorId, seriesId }) => `${visitorId} ${seriesId}`)) {
    const [visitorId = '', seriesId = ''] = guest.split(' ')
    for (const answeredBy of ['HOST', 'GUEST'] as const) {
      const row = await tx.passAnswers.findFirst({
        where: { visitorId, answeredBy, visitPass: { appointment: { seriesId } } },
        orderBy: { answeredAt: 'desc' },
      })
      if (!row) continue
      const { visitorTypeId, version } = row
      const answers = openAnswers(keyring, keys.get(visitorId) ?? null, row)
      const same = ofGuest.filter((pass) => pass.visitorTypeId === visitorTypeId)
      found.push(...same.map(({ id }) => ({ visitPassId: id, visitorId, visitorTypeId, version, answeredBy, answers })))
    }
  }
  return found
}
