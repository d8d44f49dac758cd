import { listChains } from '../domains/audit/use-cases/list-chains'
import { verifyAuditChain, type ChainReport } from '../domains/audit/use-cases/verify-audit-chain'
import { closeDatabase } from '../infra/db'
import { redis } from '../infra/redis'
import { openRootKeyOrExit } from '../infra/root-key'

const usage = 'Usage: npm run audit:verify [-- --organization <code>]'

/** What a script tells apart: 0 intact, 1 broken, 2 not proven, 64 called wrongly. */
const exitCodes = { INTACT: 0, BROKEN: 1, NOT_PROVEN: 2 } as const

const doubts: Record<NonNullable<ChainReport['doubt']>, string> = {
  ROWS_UNSEALED: 'rows wait for their seal: is a worker running?',
  NO_CHECKPOINT: 'there is no checkpoint outside the database',
  CHECKPOINT_UNPROVEN: 'some checkpoints carry no true signature',
  CHECKPOINT_OLD: 'the newest rows have no checkpoint yet: is a worker running?',
}

const faults: Record<NonNullable<ChainReport['fault']>['kind'], string> = {
  ROW_MISSING: 'a sealed row was deleted',
  ROW_CHANGED: 'a row or its seal was changed or moved',
  SEAL_MISSING: 'a seal was deleted',
  CHAIN_REWRITTEN: 'the chain differs from what a checkpoint attests',
  CHAIN_TRUNCATED: 'the chain ends before what a checkpoint attests',
}

function words(name: string, { state, rows, provenTo, fault, doubt }: ChainReport): string {
  const counts = `${rows} rows, checkpoints agree up to ${provenTo}`
  if (rows === 0 && doubt === 'NO_CHECKPOINT') return `${name}: nothing is recorded`
  if (fault)
    return `${name}: BROKEN at ${fault.sequence}: ${faults[fault.kind]}${fault.auditLogId ? ` (${fault.auditLogId})` : ''}; ${counts}`
  return `${name}: ${state === 'INTACT' ? 'intact' : 'not proven'}; ${counts}${doubt ? `; ${doubts[doubt]}` : ''}`
}

async function verifyAll(): Promise<number> {
  const [option, code] = process.argv.slice(2)
  const chains = (await listChains()).filter(({ name }) => code === undefined || name === code)
  if ((option !== undefined && option !== '--organization') || (option && !code) || chains.length === 0) {
    console.error(chains.length === 0 ? `There is no organization with the code ${code}.` : usage)
    return 64
  }
  const states = new Set<ChainReport['state']>()
  for (const { chain, name } of chains) {
    const report = await verifyAuditChain(chain)
    // Where nothing was ever recorded there is nothing to prove.
    if (report.rows > 0 || report.doubt !== 'NO_CHECKPOINT') states.add(report.state)
    console.log(words(name, report))
  }
  return states.has('BROKEN') ? exitCodes.BROKEN : states.has('NOT_PROVEN') ? exitCodes.NOT_PROVEN : exitCodes.INTACT
}

await openRootKeyOrExit()
const exitCode = await verifyAll()
redis.disconnect()
await closeDatabase()
process.exit(exitCode)
