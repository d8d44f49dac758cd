import { beforeEach, describe, expect, it } from 'vitest'
import type { Ctx } from '../../../server/core/ctx'
import { askNotToAdmit, decideNotToAdmit } from '../../../server/domains/watchlist/use-cases/entries/ask-not-to-admit'
import { changeWatchlistEntry } from '../../../server/domains/watchlist/use-cases/entries/change-watchlist-entry'
import { confirmWatchlistImport, importWatchlist } from '../../../server/domains/watchlist/use-cases/entries/import-watchlist'
import { listWatchlistEntries } from '../../../server/domains/watchlist/use-cases/entries/list-watchlist-entries'
import {
  decideWatchlistProposal,
  proposeWatchlistChange,
} from '../../../server/domains/watchlist/use-cases/entries/propose-watchlist-change'
import { eraseOnce } from '../../../server/domains/visitors/use-cases/erase-visitor'
import { prisma } from '../../../server/infra/db'
import { createHost, createOrganization, type TestOrganization } from '../../setup/organization'
import { asDeveloper, asHost, asOperator } from '../../setup/principals'
import { audited, done, invite, list, listBlocked, matches, officer, otherOfficer, passOf, screen } from './watching'

let org: TestOrganization
let first: Ctx
let second: Ctx
beforeEach(async () => {
  org = await createOrganization()
  ;[first, second] = [await officer(org), await otherOfficer(org)]
})

const entryOf = (id: string) => prisma.watchlistEntry.findUniqueOrThrow({ where: { id } })
const propose = (ctx: Ctx, watchlistEntryId: string, proposal: 'BLOCK' | 'REMOVE') =>
  proposeWatchlistChange(ctx, { watchlistEntryId, proposal })
const answer = (ctx: Ctx, watchlistEntryId: string, agrees: boolean) => decideWatchlistProposal(ctx, { watchlistEntryId, agrees })

describe('keeping somebody out, and taking somebody off the list,', () => {
  it('takes two people: nobody agrees to their own, and of many one does', async () => {
    const id = await list(first, 'Щукин Юрий', { action: 'BLOCK' })
    expect(await entryOf(id)).toMatchObject({ action: 'REVIEW', proposal: 'BLOCK', proposedById: org.securityOfficer.id })
    expect(await answer(first, id, true)).toMatchObject({ code: 'VALIDATION_FAILED' })
    const others = [second, await otherOfficer(org), await otherOfficer(org)]
    const answers = await Promise.all(others.map((ctx) => answer(ctx, id, true)))
    expect(answers.filter((each) => 'failure' in each)).toHaveLength(2)
    expect(await entryOf(id)).toMatchObject({ action: 'BLOCK', proposal: null })
    expect(await audited(org)).toEqual(['add', 'confirm'])
  })

  it('leaves nothing of what the list said, and lets those go on who waited', async () => {
    const id = await listBlocked(first, second, 'Щукин Юрий')
    const pass = await invite(org, { name: 'Yuri Shchukin' })
    done(await propose(second, id, 'REMOVE'))
    expect(await propose(first, id, 'REMOVE')).toMatchObject({ code: 'VALIDATION_FAILED' })
    expect((await passOf(pass.id)).status).toBe('PENDING_APPROVAL')
    done(await answer(first, id, true))
    expect(await entryOf(id)).toMatchObject({ status: 'REMOVED', sealedRecord: null, nameIndex: null })
    expect(await prisma.watchlistKey.count({ where: { entryId: id } })).toBe(0)
    expect((await matches(org)).map(({ status }) => status)).toEqual(['CLOSED'])
    expect((await passOf(pass.id)).status).toBe('DRAFT')
  })

  it('is taken back by whoever proposed it, or declined', async () => {
    const id = await list(first, 'Щукин Юрий')
    done(await propose(first, id, 'REMOVE'))
    done(await answer(first, id, false))
    done(await propose(first, id, 'BLOCK'))
    done(await answer(second, id, false))
    expect(await entryOf(id)).toMatchObject({ status: 'ACTIVE', action: 'REVIEW', proposal: null })
    expect(await answer(second, id, true)).toMatchObject({ code: 'VALIDATION_FAILED' })
  })

  it('asks anew about whoever was admitted before', async () => {
    const id = await list(first, 'Щукин Юрий')
    const pass = await invite(org, { name: 'Yuri Shchukin' })
    const { decideWatchlistMatch } = await import('../../../server/domains/watchlist/use-cases/matches/decide-watchlist-match')
    const [match] = await matches(org)
    done(await decideWatchlistMatch(first, { watchlistMatchId: match?.id ?? '', decision: 'ADMIT', note: 'x' }))
    done(await propose(first, id, 'BLOCK'))
    done(await answer(second, id, true))
    await screen(org)
    expect((await passOf(pass.id)).status).toBe('PENDING_APPROVAL')
    expect((await matches(org)).map(({ status }) => status)).toEqual(['ADMITTED', 'OPEN'])
  })
})

describe('one person', () => {
  it('can have the list say more of somebody, not less', async () => {
    const id = await list(first, 'Щукин Юрий', { email: 'yuri@guest.example' })
    const change = (more: object) => changeWatchlistEntry(first, { watchlistEntryId: id, name: 'Щукин Юрий', reason: 'x', ...more })
    expect(await change({})).toMatchObject({ code: 'VALIDATION_FAILED' })
    const kept = { email: 'yuri@guest.example' }
    expect(await change({ ...kept, siteId: org.site.id })).toMatchObject({ code: 'VALIDATION_FAILED' })
    expect(await change({ ...kept, validUntil: new Date(Date.now() + 60_000) })).toMatchObject({ code: 'VALIDATION_FAILED' })
    done(await change({ ...kept, name: 'Щукин Георгий', phone: '+79161234567' }))
    const [entry] = await listWatchlistEntries(first, {})
    expect(entry?.record).toMatchObject({ name: 'Щукин Георгий', aliases: ['Щукин Юрий'], phone: '+79161234567' })
    expect((await invite(org, { name: 'Yuri Shchukin' })).status).toBe('PENDING_APPROVAL')
    expect((await invite(org, { name: 'Georgy Shchukin' })).status).toBe('PENDING_APPROVAL')
  })

  it('finds people of the list in either alphabet, and nobody does who has not the right', async () => {
    for (const name of ['Щукин Юрий', 'Щукин Павел', 'Петров Юрий']) await list(first, name)
    const found = async (search: string) => (await listWatchlistEntries(first, {}, { search })).map(({ record }) => record.name).toSorted()
    expect(await found('shchukin')).toEqual(['Щукин Павел', 'Щукин Юрий'])
    expect(await found('Yuri Shchukin')).toEqual(['Щукин Юрий'])
    expect(await found('.')).toEqual([])
    for (const ctx of [asHost(org), asOperator(org), asDeveloper(org)])
      await expect(listWatchlistEntries(ctx, {})).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })
})

describe('a list of names', () => {
  const rows = (names: (string | undefined)[]) => names.map((name, place) => ({ line: place + 1, name, reason: 'From the register' }))

  it('comes in part by part; what is wrong is told of its row, and nobody comes in twice', async () => {
    const part = done(
      await importWatchlist(first, { action: 'REVIEW', rows: rows(['Щукин Юрий', undefined, 'Петров Пётр', 'щукин юрий']) }),
    )
    expect(part).toMatchObject({ import: { added: 2, duplicates: 1 }, problems: [{ line: 2 }] })
    const again = { action: 'REVIEW', watchlistImportId: part.import.id, rows: rows(['Щукин Юрий', 'Сидоров Олег']) } as const
    expect(done(await importWatchlist(first, again))).toMatchObject({ import: { added: 3, duplicates: 2 } })
    expect(await importWatchlist(second, again)).toMatchObject({ code: 'NOT_FOUND' })
  })

  it('of people to keep out waits as a whole for a second person', async () => {
    const part = done(await importWatchlist(first, { action: 'BLOCK', rows: rows(['Щукин Юрий', 'Петров Пётр']) }))
    const which = { watchlistImportId: part.import.id }
    expect(await confirmWatchlistImport(first, which)).toMatchObject({ code: 'VALIDATION_FAILED' })
    expect(done(await confirmWatchlistImport(second, which))).toEqual({ confirmed: 2 })
    expect(await confirmWatchlistImport(second, which)).toMatchObject({ code: 'VALIDATION_FAILED' })
    expect(await prisma.watchlistEntry.count({ where: { organizationId: org.id, action: 'BLOCK' } })).toBe(2)
  })
})

describe('the wish that a visitor is not admitted', () => {
  it('is a colleague’s to have of guests whom they see, and changes nothing before security decides', async () => {
    const pass = await invite(org, { name: 'Anna Petrova' })
    const wish = { visitorId: pass.visitorId, reason: 'Was rude to the reception' }
    const colleague = asHost(org, {}, await createHost(org.id))
    expect(await askNotToAdmit(colleague, wish)).toMatchObject({ code: 'NOT_FOUND' })
    const answers = await Promise.all([askNotToAdmit(asHost(org), wish), askNotToAdmit(asOperator(org), wish)])
    expect(answers.filter((each) => 'failure' in each)).toHaveLength(1)
    await prisma.watchlistPolicy.createMany({ data: [{ organizationId: org.id }], skipDuplicates: true })
    expect((await passOf(pass.id)).status).toBe('ACTIVE')
    const [asked] = await listWatchlistEntries(first, {}, { waits: true })
    expect(asked).toMatchObject({ status: 'ASKED', visitorId: pass.visitorId, record: { reason: 'Was rude to the reception' } })
    done(await decideNotToAdmit(first, { watchlistEntryId: asked?.id ?? '', decision: 'BLOCK' }))
    expect(await entryOf(asked?.id ?? '')).toMatchObject({ status: 'ACTIVE', action: 'REVIEW', proposal: 'BLOCK' })
    await screen(org)
    expect((await passOf(pass.id)).status).toBe('PENDING_APPROVAL')
    done(await answer(second, asked?.id ?? '', true))
    expect(await decideNotToAdmit(first, { watchlistEntryId: asked?.id ?? '', decision: 'DECLINE' })).toMatchObject({
      code: 'VALIDATION_FAILED',
    })
  })

  it('ends with the visitor who is erased', async () => {
    const pass = await invite(org, { name: 'Anna Petrova' })
    const asked = done(await askNotToAdmit(asOperator(org), { visitorId: pass.visitorId, reason: 'Was rude' }))
    done(await decideNotToAdmit(first, { watchlistEntryId: asked.id, decision: 'REVIEW' }))
    await eraseOnce(first, pass.visitorId, { reason: 'Asked for it' })
    expect(await entryOf(asked.id)).toMatchObject({ status: 'REMOVED', sealedRecord: null })
  })
})
