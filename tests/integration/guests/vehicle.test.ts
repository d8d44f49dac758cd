import { beforeAll, describe, expect, it } from 'vitest'
import { setVehiclePlate } from '../../../server/domains/credentials/use-cases/set-vehicle-plate'
import { eraseOnce } from '../../../server/domains/visitors/use-cases/erase-visitor'
import { systemCtx } from '../../../server/core/ctx'
import { prisma } from '../../../server/infra/db'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { asHost, asOperator } from '../../setup/principals'
import { call, gid } from '../api/graphql-call'
import { scan, signedPass } from '../scan/signed-pass'
import { asGuest, openedInvite } from './opened'

let org: TestOrganization
beforeAll(async () => {
  org = await createOrganization()
})

const say = async (passId: string, plate: string) => setVehiclePlate(asGuest(org), await openedInvite(passId), plate)
const rowOf = (id: string) => prisma.visitPass.findUniqueOrThrow({ where: { id } })
const document = 'query ($plate: String) { visitPasses(first: 100, filter: { plate: $plate }) { edges { node { id vehiclePlate } } } }'
type Found = { visitPasses: { edges: { node: { id: string; vehiclePlate: string | null } }[] } }
const found = async (ctx: Parameters<typeof call>[0], plate: string) =>
  (await call<Found>(ctx, document, { plate })).data?.visitPasses.edges.map(({ node }) => node)

describe('the plate of a guest', () => {
  it('is sealed, and found by reception however its letters are typed', async () => {
    const { id } = await signedPass(org)
    expect(await say(id, ' а512вс  777 ')).toEqual({ plate: 'А512ВС 777' })
    const { sealedPlate, plateIndex } = await rowOf(id)
    expect(Buffer.from(sealedPlate ?? []).toString()).not.toContain('512')
    expect(plateIndex).toHaveLength(16)
    for (const typed of ['A512BC777', 'а512вс 777', 'A-512-ВС-777'])
      expect(await found(asOperator(org), typed)).toEqual([{ id: gid('VisitPass', id), vehiclePlate: 'А512ВС 777' }])
    expect(await found(asOperator(org), 'А512ВС77')).toEqual([])
    const other = await createOrganization()
    expect(await found(asOperator(other), 'A512BC777')).toEqual([])
    expect(await found(asHost(org), 'A512BC777')).toEqual([{ id: gid('VisitPass', id), vehiclePlate: 'А512ВС 777' }])
  })

  it('is said once, changed and taken back', async () => {
    const { id } = await signedPass(org)
    const told = () => prisma.outboxEvent.count({ where: { entityId: id, type: 'visitpass.replied' } })
    await say(id, 'В001АА77')
    await say(id, 'в001аа77')
    expect(await told()).toBe(1)
    await say(id, 'В002АА77')
    expect(await found(asOperator(org), 'В001АА77')).toEqual([])
    expect(await say(id, '  ')).toEqual({ plate: null })
    expect(await rowOf(id)).toMatchObject({ sealedPlate: null, plateIndex: null })
    expect(await told()).toBe(3)
  })

  it.each(['ABC', '?', 'А'.repeat(30), '<script>1</script>'])('%j is none', async (typed) => {
    const { id } = await signedPass(org)
    expect(await say(id, typed)).toMatchObject({ code: 'VALIDATION_FAILED', fields: [{ path: ['input', 'plate'] }] })
    expect(await rowOf(id)).toMatchObject({ sealedPlate: null })
  })

  it('is not taken once the guest is inside or the visit is called off', async () => {
    const inside = await signedPass(org)
    await scan(asOperator(org), org, inside.code)
    const canceled = await signedPass(org)
    await prisma.appointment.update({ where: { id: canceled.appointmentId }, data: { status: 'CANCELED' } })
    for (const { id } of [inside, canceled]) expect(await say(id, 'В003АА77')).toMatchObject({ code: 'VALIDATION_FAILED' })
    const late = await signedPass(org)
    const opened = await openedInvite(late.id)
    await prisma.visitPass.update({ where: { id: late.id }, data: { status: 'REVOKED' } })
    expect(await setVehiclePlate(asGuest(org), opened, 'В003АА77')).toMatchObject({ code: 'VALIDATION_FAILED' })
  })

  it('goes with the guest who is erased', async () => {
    const { id } = await signedPass(org)
    await say(id, 'В004АА77')
    const { visitorId } = await rowOf(id)
    await eraseOnce(systemCtx(org.id), visitorId, { reason: 'asked' })
    expect(await rowOf(id)).toMatchObject({ sealedPlate: null, plateIndex: null })
  })

  it('opens in no other row', async () => {
    const [one, two] = [await signedPass(org), await signedPass(org)]
    await say(one.id, 'В005АА77')
    const { sealedPlate } = await rowOf(one.id)
    await prisma.visitPass.update({ where: { id: two.id }, data: { sealedPlate } })
    const node = 'query ($id: ID!) { node(id: $id) { ... on VisitPass { vehiclePlate } } }'
    expect((await call<{ node: unknown }>(asOperator(org), node, { id: gid('VisitPass', two.id) })).errors).toHaveLength(1)
  })
})
