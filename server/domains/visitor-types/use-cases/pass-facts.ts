import { visitorFileKinds, type VisitorFileKind } from '#shared/visitor-files'
import type { VisitorForm } from '#shared/visitor-types/form'
import type { TenantTransaction } from '../../../infra/tenant-client'
import { countsAt } from '../months'
import type { PassFacts } from '../outstanding'

/** A pass of a guest who is of a type. */
export interface TypedPass {
  id: string
  visitorId: string
  visitorTypeId: string
  validFrom: Date
  form: VisitorForm
}

type Reader = Pick<TenantTransaction, 'passAnswers' | 'agreement' | 'agreementSignature' | 'inductionPassed' | 'visitorFile'>

/** Which agreements of their type guests have signed, for each pass. Nothing is read where no type has an agreement. */
async function unsignedOf(db: Reader, passes: readonly TypedPass[]): Promise<(pass: TypedPass) => string[]> {
  const wanted = [...new Set(passes.flatMap(({ form }) => form.agreementIds))]
  if (wanted.length === 0) return () => []
  const agreements = await db.agreement.findMany({ where: { id: { in: wanted }, archivedAt: null } })
  const signed = await db.agreementSignature.findMany({
    where: { agreementId: { in: wanted }, visitorId: { in: [...new Set(passes.map(({ visitorId }) => visitorId))] } },
    select: { agreementId: true, visitorId: true, visitPassId: true, version: true, signedAt: true },
  })
  const byGuest = Map.groupBy(signed, ({ agreementId, visitorId }) => `${agreementId} ${visitorId}`)
  return ({ id, visitorId, validFrom, form }) =>
    agreements
      .filter((agreement) => form.agreementIds.includes(agreement.id))
      .filter(
        ({ id: agreementId, countsFrom, validMonths }) =>
          !(byGuest.get(`${agreementId} ${visitorId}`) ?? []).some(
            ({ version, visitPassId, signedAt }) =>
              version >= countsFrom && countsAt({ at: signedAt, forThisVisit: visitPassId === id }, validMonths, validFrom),
          ),
      )
      .map((agreement) => agreement.id)
}

/** Whether guests have gone through the induction of their type, for each pass. */
async function inductedOf(db: Reader, passes: readonly TypedPass[]): Promise<(pass: TypedPass) => boolean> {
  const asked = passes.filter(({ form }) => form.induction)
  if (asked.length === 0) return () => true
  const passed = await db.inductionPassed.findMany({
    where: {
      visitorTypeId: { in: [...new Set(asked.map(({ visitorTypeId }) => visitorTypeId))] },
      visitorId: { in: [...new Set(asked.map(({ visitorId }) => visitorId))] },
    },
    select: { visitorTypeId: true, visitorId: true, visitPassId: true, passedAt: true },
  })
  const byGuest = Map.groupBy(passed, ({ visitorTypeId, visitorId }) => `${visitorTypeId} ${visitorId}`)
  return ({ id, visitorId, visitorTypeId, validFrom, form: { induction } }) =>
    (byGuest.get(`${visitorTypeId} ${visitorId}`) ?? []).some(({ visitPassId, passedAt }) =>
      countsAt({ at: passedAt, forThisVisit: visitPassId === id }, induction?.validMonths ?? null, validFrom),
    )
}

/** Which photos and documents of guests can be used. Nothing is read where no type asks for any. */
async function filesOf(db: Reader, passes: readonly TypedPass[]): Promise<Map<string, Set<VisitorFileKind>>> {
  const asked = passes.filter(({ form }) => visitorFileKinds.some((kind) => form.requires.includes(kind)))
  if (asked.length === 0) return new Map()
  const visitorId = { in: [...new Set(asked.map((pass) => pass.visitorId))] }
  const files = await db.visitorFile.findMany({
    where: { visitorId, status: 'READY', removedAt: null },
    select: { visitorId: true, kind: true },
  })
  const byGuest = Map.groupBy(files, (file) => file.visitorId)
  return new Map([...byGuest].map(([id, given]) => [id, new Set(given.map(({ kind }) => kind))]))
}

/**
 * What is known of passes, as far as their types ask for it: a statement for each thing that is asked, however many they are.
 * @param areNew nothing was answered of them yet
 */
export async function factsOf(db: Reader, passes: readonly TypedPass[], { areNew = false } = {}): Promise<Map<string, PassFacts>> {
  const ids = passes.map(({ id }) => id)
  const rows = areNew
    ? []
    : await db.passAnswers.findMany({ where: { visitPassId: { in: ids } }, select: { visitPassId: true, answeredBy: true } })
  const answered = Map.groupBy(rows, ({ visitPassId }) => visitPassId)
  const [unsigned, isInducted, files] = [await unsignedOf(db, passes), await inductedOf(db, passes), await filesOf(db, passes)]
  return new Map(
    passes.map((pass) => {
      const answeredBy = new Set((answered.get(pass.id) ?? []).map((row) => row.answeredBy))
      return [
        pass.id,
        { answeredBy, unsigned: unsigned(pass), isInducted: isInducted(pass), files: files.get(pass.visitorId) ?? new Set() },
      ]
    }),
  )
}
