import { parseArgs } from 'node:util'
import { addDays, isDay } from '#shared/wall-clock'
import { mendStatistics } from '../domains/statistics/use-cases/mend-statistics'
import { closeDatabase, prisma } from '../infra/db'
import { redis } from '../infra/redis'

const usage = `Usage: npm run statistics:recount [-- --organization <code>] [--from <YYYY-MM-DD>] [--to <YYYY-MM-DD>]
Counts the last 31 days, or the period that is named, from what the gates wrote down, and mends counters that differ.`

/** What a script tells apart: 0 all counters were right, 1 some were mended, 64 called wrongly. */
async function recount(): Promise<number> {
  const options = { organization: { type: 'string' }, from: { type: 'string' }, to: { type: 'string' } } as const
  const { values } = parseArgs({ options })
  const to = values.to ?? addDays(new Date().toISOString().slice(0, 10), 1)
  const from = values.from ?? addDays(to, -31)
  const organizations = await prisma.organization.findMany({
    where: values.organization === undefined ? {} : { code: values.organization },
    select: { id: true, code: true },
    orderBy: { code: 'asc' },
  })
  if (!isDay(from) || !isDay(to) || from > to || organizations.length === 0) {
    console.error(organizations.length === 0 ? `There is no organization with the code ${values.organization}.` : usage)
    return 64
  }
  let mended = 0
  for (const { id, code } of organizations) {
    const report = await mendStatistics(id, { from, to })
    console.log(
      `${code}: ${report.days} days of sites counted, ${report.mended.length} differed${report.mended.length ? ' and are mended' : ''}`,
    )
    for (const { siteId, day } of report.mended) console.log(`  ${day} at site ${siteId}`)
    mended += report.mended.length
  }
  return mended > 0 ? 1 : 0
}

const exitCode = await recount().catch((error: unknown) => {
  console.error(error instanceof TypeError ? usage : error)
  return 64
})
redis.disconnect()
await closeDatabase()
process.exit(exitCode)
