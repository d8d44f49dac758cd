import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { isFailure } from '../../../server/core/errors'
import { newId } from '../../../server/core/ids'
import { findDeliveries, type DeliveryFilter } from '../../../server/domains/deliveries/use-cases/find-deliveries'
import { handOverDelivery } from '../../../server/domains/deliveries/use-cases/hand-over-delivery'
import { purgeDeliveries } from '../../../server/domains/deliveries/use-cases/purge-deliveries'
import { registerDelivery } from '../../../server/domains/deliveries/use-cases/register-delivery'
import { remindOfDeliveries } from '../../../server/domains/deliveries/use-cases/remind-of-deliveries'
import { sendDeliveryNotice } from '../../../server/domains/notifications/use-cases/send-delivery-notice'
import { prisma } from '../../../server/infra/db'
import { mailFolder } from '../../../server/infra/mail'
import { createHost, createOrganization, type TestOrganization } from '../../setup/organization'
import { asApiKey, asDevice, asHost, asOperator, asSecurityOfficer } from '../../setup/principals'
import { createDelivery, createHandedDelivery } from './work'

let org: TestOrganization
beforeEach(async () => {
  org = await createOrganization()
})

const list = (ctx = asOperator(org), filter: DeliveryFilter = {}) => findDeliveries(ctx, { orderBy: { id: 'asc' } }, filter)
const parcel = (more: object = {}) => ({ siteId: org.site.id, hostId: org.host.id, sender: 'DHL', note: 'A big box', ...more })
const tell = (deliveryId: string, reminder = 0) =>
  sendDeliveryNotice({ eventId: newId(), organizationId: org.id }, { deliveryId, reminder })
const subjects = () =>
  readdirSync(mailFolder)
    .map((file) => readFileSync(join(mailFolder, file), 'utf8').replaceAll(/=\r?\n/g, ''))
    .filter((text) => text.includes(`To: ${org.host.user.email}`))
    .map((text) => /^Subject: (.*)$/m.exec(text)?.[1]?.trim())

describe('a parcel', () => {
  it('waits, is told of once by mail, and is handed over with the name of whoever took it', async () => {
    const id = await createDelivery(org)
    await Promise.all([tell(id), tell(id)])
    await tell(id)
    expect(subjects()).toEqual(['A parcel for you at the reception'])
    expect(await list()).toMatchObject([
      { id, status: 'WAITING', sender: 'Courier sender', registeredBy: org.operator.name, takenBy: null },
    ])
    const handed = await handOverDelivery(asSecurityOfficer(org), { deliveryId: id, takenBy: 'Oleg from the second floor' })
    expect(handed).toMatchObject({ status: 'HANDED_OVER', takenBy: 'Oleg from the second floor', handedBy: org.securityOfficer.name })
    const actions = await prisma.auditLog.findMany({ where: { organizationId: org.id, entityId: id }, orderBy: { id: 'asc' } })
    expect(actions.map(({ action }) => action)).toEqual(['delivery.register', 'delivery.hand_over'])
    const events = await prisma.outboxEvent.findMany({ where: { organizationId: org.id, entityId: id }, orderBy: { id: 'asc' } })
    expect(events.map(({ type }) => type)).toEqual(['delivery.registered', 'delivery.handed_over'])
    expect(JSON.stringify([actions, events], (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))).not.toMatch(
      /Courier|Oleg/,
    )
  })

  it('is handed over once, however many do it at once', async () => {
    const deliveryId = await createDelivery(org)
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, index) => handOverDelivery(asOperator(org), { deliveryId, takenBy: `Taker ${index}` })),
    )
    expect(answers.filter((answer) => !isFailure(answer))).toHaveLength(1)
    expect(await prisma.outboxEvent.count({ where: { entityId: deliveryId, type: 'delivery.handed_over' } })).toBe(1)
  })

  it('is reminded of once a day, five times at most, and no more once somebody has it', async () => {
    const id = await createDelivery(org)
    const day = (count: number) => new Date(Date.now() + count * 86_400_000 + 60_000)
    await tell(id)
    for (let count = 1; count <= 7; count++) await Promise.all([remindOfDeliveries(day(count)), remindOfDeliveries(day(count))])
    const events = await prisma.outboxEvent.findMany({ where: { entityId: id, type: 'delivery.waits' }, orderBy: { id: 'asc' } })
    expect(events.map(({ payload }) => (payload as { reminder: number }).reminder)).toEqual([1, 2, 3, 4, 5])
    await tell(id, 1)
    await tell(id, 1)
    expect(subjects().filter((subject) => subject === 'Your parcel still waits at the reception')).toHaveLength(1)
    const taken = await createHandedDelivery(org)
    await tell(taken)
    await remindOfDeliveries(day(30))
    expect(await prisma.outboxEvent.count({ where: { entityId: taken, type: 'delivery.waits' } })).toBe(0)
    expect(subjects()).toHaveLength(2)
  })

  it('is forgotten three months after it was handed over; one that waits is not', async () => {
    const [waits, taken] = [await createDelivery(org), await createHandedDelivery(org)]
    await purgeDeliveries(new Date(Date.now() + 91 * 86_400_000))
    expect((await list()).map(({ id }) => id)).toEqual([waits])
    expect(await prisma.delivery.count({ where: { id: taken } })).toBe(0)
  })
})

describe('who sees and does what', () => {
  it('the desk sees all of its site, a host their own, programs and other organizations nothing', async () => {
    const other = await createHost(org.id)
    const own = await createDelivery(org)
    expect(isFailure(await registerDelivery(asOperator(org), parcel({ hostId: other.id })))).toBe(false)
    expect(await list()).toHaveLength(2)
    expect(await list(asOperator(org), { status: 'HANDED_OVER' })).toEqual([])
    expect(await list(asOperator(org), { hostId: other.id })).toHaveLength(1)
    expect((await list(asHost(org))).map(({ id }) => id)).toEqual([own])
    expect((await list(asHost(org), { hostId: other.id })).map(({ id }) => id)).toEqual([])
    await expect(list(await asApiKey(org))).rejects.toMatchObject({ code: 'FORBIDDEN' })
    expect(await list(asOperator(await createOrganization()))).toEqual([])
  })

  it('only people at a desk take in and hand over, what belongs to their organization', async () => {
    const [other, deliveryId] = [await createOrganization(), await createDelivery(org)]
    for (const ctx of [asHost(org), await asApiKey(org), await asDevice(org)]) {
      await expect(registerDelivery(ctx, parcel())).rejects.toMatchObject({ code: 'FORBIDDEN' })
      await expect(handOverDelivery(ctx, { deliveryId, takenBy: 'Somebody' })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    }
    expect(await registerDelivery(asOperator(org), parcel({ hostId: other.host.id }))).toMatchObject({ code: 'NOT_FOUND' })
    expect(await registerDelivery(asOperator(org), parcel({ siteId: other.site.id }))).toMatchObject({ code: 'NOT_FOUND' })
    expect(await handOverDelivery(asOperator(other), { deliveryId, takenBy: 'Somebody' })).toMatchObject({ code: 'NOT_FOUND' })
    expect(await registerDelivery(asOperator(org), parcel({ sender: ' ' }))).toMatchObject({ code: 'VALIDATION_FAILED' })
    const idempotencyKey = newId()
    const answers = await Promise.all([1, 2, 3].map(() => registerDelivery(asOperator(org), parcel({ idempotencyKey }))))
    expect(new Set(answers.map((answer) => 'id' in answer && answer.id)).size).toBe(1)
  })
})
