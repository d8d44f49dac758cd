import { beforeEach, describe, expect, it } from 'vitest'
import { anonymous, createCtx } from '../../../server/core/ctx'
import { isFailure } from '../../../server/core/errors'
import { newId } from '../../../server/core/ids'
import { requirementsIn } from '#shared/pass-tasks'
import { inviteGuest } from '../../../server/domains/appointments/use-cases/invite-guest'
import { extendSeries } from '../../../server/domains/appointments/use-cases/series/extend-series'
import { inviteGuestList } from '../../../server/domains/guest-lists/use-cases/invite-guest-list'
import { startGuestList } from '../../../server/domains/guest-lists/use-cases/start-guest-list'
import { answerAsGuest, guestQuestions } from '../../../server/domains/visitor-types/use-cases/answer-as-guest'
import { answersOfPass } from '../../../server/domains/visitor-types/use-cases/answers-of-pass'
import { refreshTypedPasses } from '../../../server/domains/visitor-types/use-cases/refresh-typed-passes'
import { setVisitorType } from '../../../server/domains/visitor-types/use-cases/set-visitor-type'
import { eraseOnce } from '../../../server/domains/visitors/use-cases/erase-visitor'
import { prisma } from '../../../server/infra/db'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { asHost, asOperator, asOrgAdmin } from '../../setup/principals'
import { done, listOf, people } from '../guest-lists/lists'
import { bookedVisit } from '../scan/signed-pass'
import { changeType, field, typeOf } from './types'

let org: TestOrganization
beforeEach(async () => {
  org = await createOrganization()
})

const guest = () => createCtx({ ...anonymous, organizationId: org.id }, { language: 'en' })
const passOf = (id: string) => prisma.visitPass.findUniqueOrThrow({ where: { id } })
const outstanding = async (id: string) => requirementsIn((await passOf(id)).outstanding)
async function answersIn(id: string): Promise<Record<string, string>> {
  const { visitorId } = await passOf(id)
  const answers = await answersOfPass(asOperator(org), asOperator(org).db, { id, visitorId })
  return Object.fromEntries(answers.map(({ field: { key }, value }) => [key, value]))
}
const asked = () => [
  field('plate', { required: true, answeredBy: 'HOST' }),
  field('document', { required: true }),
  field('born', { kind: 'DATE' }),
]
const plate = { answers: [{ key: 'plate', value: 'A123BC' }] }
const hours = () => ({ startsAt: new Date(Date.now() + 3_600_000), endsAt: new Date(Date.now() + 7_200_000) })
const visitor = (more: object = {}) => ({ name: 'Anna', email: `${newId()}@guest.example`, ...more })

describe('whoever invites', () => {
  it('answers what the type asks of them, or is told of each field', async () => {
    const type = await typeOf(org, asked())
    const invite = (answers: { key: string; value: string }[]) =>
      inviteGuest(asHost(org), { visitor: visitor(), siteId: org.site.id, ...hours(), visitorTypeId: type.id, answers })
    const refused = await invite([{ key: 'nonsense', value: 'x' }])
    expect(isFailure(refused) && refused.fields?.map(({ path }) => path.join('.'))).toEqual([
      'input.answers.plate',
      'input.answers.nonsense',
    ])
    expect(await prisma.visitor.count({ where: { organizationId: org.id } })).toBe(0)
    const { id } = done(await invite(plate.answers))
    const pass = await prisma.visitPass.findFirstOrThrow({ where: { appointmentId: id } })
    expect(await answersIn(pass.id)).toEqual({ plate: 'A123BC' })
    expect(await outstanding(pass.id)).toEqual(['QUESTION'])
  })

  it('answers about one guest otherwise than about all', async () => {
    const type = await typeOf(org, asked())
    const others = [visitor({ answers: [{ key: 'plate', value: 'B2' }] })]
    const all = { others, siteId: org.site.id, ...hours(), visitorTypeId: type.id, ...plate }
    const { id } = done(await inviteGuest(asHost(org), { visitor: visitor(), ...all }))
    const passes = await prisma.visitPass.findMany({ where: { appointmentId: id }, orderBy: { id: 'asc' } })
    expect(await Promise.all(passes.map((pass) => answersIn(pass.id)))).toEqual([{ plate: 'A123BC' }, { plate: 'B2' }])
  })

  it('invites as the default type when none is named', async () => {
    const type = await typeOf(org, [])
    await prisma.visitorType.update({ where: { id: type.id }, data: { isDefault: true } })
    expect((await passOf((await bookedVisit(org)).passId)).visitorTypeId).toBe(type.id)
  })

  it('names the type of a list, and answers for all on it', async () => {
    const type = await typeOf(org, asked())
    const list = await listOf(asHost(org), org, people(3), { visitorTypeId: type.id, ...plate })
    done(await startGuestList(asHost(org), { guestListId: list.id }))
    await inviteGuestList({ eventId: newId(), organizationId: org.id }, { guestListId: list.id })
    const passes = await prisma.visitPass.findMany({ where: { organizationId: org.id } })
    expect(passes.map(({ visitorTypeId }) => visitorTypeId)).toEqual([type.id, type.id, type.id])
    expect(await answersIn(passes[0]?.id ?? '')).toEqual({ plate: 'A123BC' })
  })

  it('may say of another type later: what was said to the former is forgotten', async () => {
    const [first, second] = [await typeOf(org, asked()), await typeOf(org, [field('badge', { answeredBy: 'HOST' })])]
    const { passId: id } = await bookedVisit(org, { visitorTypeId: first.id, ...plate })
    const input = { visitPassId: id, visitorTypeId: second.id }
    expect(await setVisitorType(asHost(org), { ...input, ...plate })).toMatchObject({ code: 'VALIDATION_FAILED' })
    done(await setVisitorType(asHost(org), { ...input, answers: [{ key: 'badge', value: '7' }] }))
    expect(await answersIn(id)).toEqual({ badge: '7' })
    expect(await outstanding(id)).toEqual([])
    done(await setVisitorType(asHost(org), { visitPassId: id, visitorTypeId: null }))
    expect(await passOf(id)).toMatchObject({ visitorTypeId: null, outstanding: 0 })
  })
})

describe('a guest', () => {
  it('answers what is asked of them, corrects it, and is told of what cannot be kept', async () => {
    const type = await typeOf(org, asked())
    const { passId: id } = await bookedVisit(org, { visitorTypeId: type.id, ...plate })
    expect(await answerAsGuest(guest(), id, { born: 'tomorrow' })).toEqual([
      { key: 'document', error: 'errors.answerRequired' },
      { key: 'born', error: 'errors.dayInvalid' },
    ])
    expect(await outstanding(id)).toEqual(['QUESTION'])
    expect(await answerAsGuest(guest(), id, { document: '<b>4510</b>', plate: 'not theirs' })).toEqual([])
    expect(await answerAsGuest(guest(), id, { document: '4511', born: '2000-01-01' })).toEqual([])
    expect(await answersIn(id)).toEqual({ plate: 'A123BC', document: '4511', born: '2000-01-01' })
    expect(await outstanding(id)).toEqual([])
  })

  it('has answered whatever is asked later, and reads their answers beside the questions they were given to', async () => {
    const type = await typeOf(org, asked())
    const { passId: id } = await bookedVisit(org, { visitorTypeId: type.id, ...plate })
    await answerAsGuest(guest(), id, { document: '4510' })
    const changed = await changeType(org, type, [field('insurance', { required: true })], ['ESCORT'])
    await refreshTypedPasses({ eventId: newId(), organizationId: org.id }, { visitorTypeId: type.id })
    expect(await outstanding(id)).toEqual(['ESCORT'])
    expect(await answersIn(id)).toEqual({ plate: 'A123BC', document: '4510' })
    const { passId: other } = await bookedVisit(org, { visitorTypeId: changed.id })
    expect(await outstanding(other)).toEqual(['QUESTION', 'ESCORT'])
    expect((await guestQuestions(guest(), id))?.fields.map(({ key }) => key)).toEqual(['insurance'])
  })

  it('answers once for all visits of a series, those that are booked later too', async () => {
    const type = await typeOf(org, asked())
    const { passId } = await bookedVisit(org, { visitorTypeId: type.id, ...plate, ...hours(), recurrence: 'FREQ=WEEKLY' })
    expect(await answerAsGuest(guest(), passId, { document: '4510' })).toEqual([])
    const before = await prisma.visitPass.findMany({ where: { organizationId: org.id } })
    expect(new Set(before.map((pass) => pass.outstanding))).toEqual(new Set([0]))
    await extendSeries(new Date(Date.now() + 60 * 86_400_000), { organizationId: org.id })
    const after = await prisma.visitPass.findMany({ where: { organizationId: org.id, id: { notIn: before.map(({ id }) => id) } } })
    expect(after.length).toBeGreaterThan(0)
    expect(new Set(after.map((pass) => pass.outstanding))).toEqual(new Set([0]))
    expect(await answersIn(after[0]?.id ?? '')).toEqual({ plate: 'A123BC', document: '4510' })
  })

  it('is too late once inside, or when the visit is over', async () => {
    const type = await typeOf(org, asked())
    const { passId: id } = await bookedVisit(org, { visitorTypeId: type.id, ...plate })
    await prisma.visitPass.update({ where: { id }, data: { presence: 'INSIDE' }, select: { id: true } })
    expect(await answerAsGuest(guest(), id, { document: '1' })).toBe('tooLate')
  })

  it('leaves nothing readable once erased', async () => {
    const type = await typeOf(org, asked())
    const { passId: id } = await bookedVisit(org, { visitorTypeId: type.id, ...plate })
    await answerAsGuest(guest(), id, { document: '4510' })
    const [row] = await prisma.passAnswers.findMany({ where: { visitPassId: id } })
    expect(Buffer.from(row?.sealedAnswers ?? []).includes('A123BC')).toBe(false)
    await eraseOnce(asOrgAdmin(org), (await passOf(id)).visitorId, { reason: 'asked' })
    expect(await prisma.passAnswers.count({ where: { visitPassId: id } })).toBe(0)
  })

  it('who answers while the type is changed leaves a pass that says what is true', async () => {
    const type = await typeOf(org, asked())
    const { passId: id } = await bookedVisit(org, { visitorTypeId: type.id, ...plate })
    const refresh = () => refreshTypedPasses({ eventId: newId(), organizationId: org.id }, { visitorTypeId: type.id })
    const answers = await Promise.all([
      answerAsGuest(guest(), id, { document: '1' }),
      refresh(),
      answerAsGuest(guest(), id, { document: '2' }),
      refresh(),
    ])
    expect([answers[0], answers[2]]).toEqual([[], []])
    expect(await outstanding(id)).toEqual([])
  })
})
