import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { blindIndex } from '../../../server/core/blind-index'
import { giveCard, takeCard } from '../../../server/domains/credentials/use-cases/pass-cards'
import { setVehiclePlate } from '../../../server/domains/credentials/use-cases/set-vehicle-plate'
import { reissueVisitPass } from '../../../server/domains/credentials/use-cases/reissue-visit-pass'
import { revokeVisitPass } from '../../../server/domains/credentials/use-cases/revoke-visit-pass'
import { resumeVisitPass } from '../../../server/domains/credentials/use-cases/resume-visit-pass'
import { suspendVisitPass } from '../../../server/domains/credentials/use-cases/suspend-visit-pass'
import { rotateAccessControllerSecret } from '../../../server/domains/turnstiles/use-cases/change-controller'
import { differencesOf } from '../../../server/domains/turnstiles/use-cases/list-controllers'
import { prisma } from '../../../server/infra/db'
import { keyringOf } from '../../../server/infra/keyring'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { asHost, asOperator, asOrgAdmin } from '../../setup/principals'
import { asGuest, openedInvite } from '../guests/opened'
import { signedPass, verdict, type PassOptions } from '../scan/signed-pass'
import { made } from '../scan/places'
import { checkinsOf, done, outcomesOf, playedTurnstile, sync, syncPasses, type Played } from './played'

const number = '04A1B2C3D4'

let org: TestOrganization
let played: Played
beforeEach(async () => {
  org = await createOrganization()
  await prisma.gate.updateMany({ where: { siteId: org.site.id }, data: { readsCards: true, readsPlates: true } })
  played = await playedTurnstile(org, { keeps: ['card', 'plate'] })
})
afterEach(() => played.close())

const hour = () => ({ startsAt: new Date(Date.now() - 1_800_000), endsAt: new Date(Date.now() + 1_800_000) })
const passIn = (options: PassOptions = {}) => signedPass(org, { ...hour(), passType: 'MULTI', ...options })
const held = (id: string) => played.turnstile.store.held.get(id)
const give = async (visitPassId: string, card = number) => void (await made(giveCard(asOperator(org), { visitPassId, number: card })))

/** A pass whose guest comes by car. */
async function plated(plate: string) {
  const pass = await passIn()
  await setVehiclePlate(asGuest(org), await openedInvite(pass.id), plate)
  return pass
}

/** What the turnstile decides by itself of a number. */
async function alone(code: string, reader = 'in') {
  played.turnstile.isOffline = true
  const { isOpen } = await played.turnstile.pass(reader, code)
  played.turnstile.isOffline = false
  return isOpen
}

describe('a controller that keeps cards', () => {
  it('is given them as they are given out and taken back, without the number', async () => {
    const pass = await passIn()
    await sync(org, played.id)
    expect(held(pass.id)?.cards).toBeUndefined()
    await give(pass.id)
    await syncPasses(org, pass.id)
    expect(held(pass.id)?.cards).toEqual({ hashes: [expect.any(String)], readers: ['in', 'out'] })
    expect(JSON.stringify([...played.turnstile.store.held.values()])).not.toContain(number)
    expect(await alone('CARD:04:A1:B2:C3:D4')).toBe(true)
    const card = await prisma.passCard.findFirstOrThrow({ where: { visitPassId: pass.id } })
    await made(takeCard(asOperator(org), { visitPassId: pass.id, cardId: card.id }))
    await syncPasses(org, pass.id)
    expect(held(pass.id)?.cards).toBeUndefined()
    expect(await alone(`CARD:${number}`)).toBe(false)
  })

  it('loses them with the pass, keeps the way out, and knows them again when it goes on', async () => {
    const [pass, inside] = [await passIn(), await passIn()]
    await give(pass.id)
    await give(inside.id, '55555')
    expect(await verdict(asOperator(org), org, inside.code)).toBe('ScanAdmitted')
    await sync(org, played.id)
    for (const { id } of [pass, inside]) await made(suspendVisitPass(asHost(org), { visitPassId: id, reason: 'Wait' }))
    await syncPasses(org, pass.id, inside.id)
    expect(held(pass.id)).toBeUndefined()
    expect(held(inside.id)?.cards?.readers).toEqual(['out'])
    expect(await alone('CARD:55555')).toBe(false)
    expect(await alone('CARD:55555', 'out')).toBe(true)
    await made(resumeVisitPass(asHost(org), { visitPassId: pass.id }))
    await syncPasses(org, pass.id)
    expect(await alone(`CARD:${number}`)).toBe(true)
    await made(revokeVisitPass(asHost(org), { visitPassId: pass.id, reason: 'Gone' }))
    await syncPasses(org, pass.id)
    expect(await alone(`CARD:${number}`)).toBe(false)
  })

  it('knows them by its own secret: another one changes all, and another controller has other hashes', async () => {
    const pass = await passIn()
    await give(pass.id)
    await sync(org, played.id)
    const before = held(pass.id)?.cards?.hashes
    const other = await playedTurnstile(org, { keeps: ['card'] })
    await sync(org, other.id)
    expect(other.turnstile.store.held.get(pass.id)?.cards?.hashes).not.toEqual(before)
    await other.close()
    done(await rotateAccessControllerSecret(asOrgAdmin(org), { accessControllerId: played.id }))
    await sync(org, played.id)
    expect(held(pass.id)?.cards?.hashes).not.toEqual(before)
    expect(held(pass.id)?.cards?.hashes).toHaveLength(1)
    // A code that is made anew changes nothing of the card.
    const now = held(pass.id)?.cards
    await made(reissueVisitPass(asHost(org), { visitPassId: pass.id, reason: 'Lost' }))
    await syncPasses(org, pass.id)
    expect(held(pass.id)?.cards ?? now).toEqual(now)
  })

  it('tells by which pass it let in, and no number is kept of what it read', async () => {
    const pass = await passIn()
    await give(pass.id)
    await sync(org, played.id)
    expect(await alone(`CARD:${number}`)).toBe(true)
    expect(await played.turnstile.flush({ times: 2, reorders: true })).toBe(true)
    expect(await checkinsOf(pass.id)).toEqual(['ENTRY ADMITTED'])
    expect(await outcomesOf(played.id)).not.toContain('TURNED CONFLICT')
    const guessed = createHash('sha256').update(`CARD:${number}`).digest()
    const kept = await prisma.controllerEvent.findMany({ where: { accessControllerId: played.id } })
    expect(kept.some(({ codeHash }) => codeHash && guessed.equals(Buffer.from(codeHash)))).toBe(false)
    const index = Buffer.from(blindIndex(await keyringOf(org.id), 'card', number)).toString('hex')
    const token = createHash('sha256').update(`card:${index}`).digest()
    expect(kept.some(({ codeHash }) => codeHash && token.equals(Buffer.from(codeHash)))).toBe(true)
  })

  it('is asked for what differs by kinds and counts alone', async () => {
    const pass = await passIn()
    await give(pass.id)
    await give(pass.id, '77777')
    await sync(org, played.id)
    played.answers.while = () => false
    await give(pass.id, '88888')
    await syncPasses(org, pass.id)
    const [difference] = await differencesOf(asOrgAdmin(org), { id: played.id })
    expect(difference).toMatchObject({ kind: 'OUTDATED', credential: { cards: 3, plates: 0 } })
    expect(JSON.stringify(difference)).not.toMatch(/88888|77777/)
  })

  it('is given none where it keeps none, or where no gate of its readers reads such', async () => {
    const pass = await passIn()
    await give(pass.id)
    const plain = await playedTurnstile(org)
    await sync(org, plain.id)
    expect(plain.turnstile.store.held.get(pass.id)).toBeDefined()
    expect(plain.turnstile.store.held.get(pass.id)?.cards).toBeUndefined()
    await plain.close()
    await prisma.gate.updateMany({ where: { siteId: org.site.id }, data: { readsCards: false } })
    await sync(org, played.id)
    expect(held(pass.id)?.cards).toBeUndefined()
  })

  it('knows plates of one guest alone', async () => {
    const [first, second] = [await plated('A123BC77'), await passIn()]
    await sync(org, played.id)
    expect(held(first.id)?.plates?.readers).toEqual(['in', 'out'])
    expect(await alone('PLATE:a 123 bc 77')).toBe(true)
    const twin = await plated('A123BC77')
    await syncPasses(org, twin.id)
    expect([first, second, twin].map(({ id }) => held(id)?.plates)).toEqual([undefined, undefined, undefined])
    expect(await alone('PLATE:A123BC77')).toBe(false)
  })
})
