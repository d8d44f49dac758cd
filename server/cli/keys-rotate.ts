import { auditPlatform } from '../core/audit'
import { isUpdating, moveToNewestKey, type Progress } from '../domains/security/use-cases/organization-keys/move-to-newest-key'
import { replaceOrganizationKey, type Replacement } from '../domains/security/use-cases/organization-keys/replace-organization-key'
import { closeDatabase, prisma } from '../infra/db'
import { openRootKeyOrExit, rewrapRootKey } from '../infra/root-key'
import { MasterKeyError } from '../infra/vault'

const usage = 'Usage: npm run keys:rotate [-- --organization <code> | -- --master [--leave-kms]]'

/** What a script tells apart: 0 done or under way, 1 could not or some values do not open, 64 called wrongly. */
const [done, failed, misused] = [0, 1, 64]

const wrappers = { ENVIRONMENT: 'MASTER_KEY', VAULT: 'the key management service' } as const

async function rotateMaster(leaveService: boolean): Promise<number> {
  try {
    const note = (tx: Parameters<typeof auditPlatform>[0], change: { before: string; after: string }) =>
      auditPlatform(tx, 'root_key.rewrap', { type: 'Installation', id: 'root' }, change)
    const change = await rewrapRootKey(new Date(), note, leaveService ? 'ENVIRONMENT' : undefined)
    console.log(
      change
        ? `The root key is wrapped by ${wrappers[change.after]} now. MASTER_KEY_PREVIOUS is needed no more, nor is what wrapped it before, but for backups of that time.`
        : 'Somebody else wrapped the root key at the same time; nothing is left to do.',
    )
    return done
  } catch (error) {
    if (!(error instanceof MasterKeyError)) throw error
    console.error(error.message)
    return failed
  }
}

const made =
  'a new key was made; within minutes the worker moves what stands under the earlier one, and a day from now it deletes that. Run this again to see how far it is.'

function words({ found, moved, broken, deleted, left }: Progress): string {
  const state = `a change is under way; ${moved} of ${found} values that stood under an earlier key were moved now, ${deleted} earlier keys deleted, ${left} left`
  return [state, ...broken.map(({ table, id }) => `does not open, and keeps an earlier key alive: ${table} ${id}`)].join('\n  ')
}

async function rotateOrganization(id: string, code: string): Promise<number> {
  const what: Replacement = await replaceOrganizationKey(id)
  if (what !== 'UNDER_WAY') {
    console.log(`${code}: ${what === 'MADE' ? made : 'has no key yet: there is nothing to replace'}`)
    return done
  }
  const progress = await moveToNewestKey(id)
  console.log(`${code}: ${words(progress)}`)
  return progress.broken.length > 0 ? failed : done
}

async function rotateOrganizations(code: string | undefined): Promise<number> {
  if (await isUpdating()) {
    console.error('An update has not been finished: run `npm run migrate` first.')
    return failed
  }
  const where = code === undefined ? {} : { code }
  const organizations = await prisma.organization.findMany({ where, select: { id: true, code: true }, orderBy: { code: 'asc' } })
  if (code !== undefined && organizations.length === 0) {
    console.error(`There is no organization with the code ${code}.`)
    return misused
  }
  const codes: number[] = []
  for (const each of organizations) codes.push(await rotateOrganization(each.id, each.code))
  return Math.max(done, ...codes)
}

function rotate([option, value, ...rest]: string[]): Promise<number> | number {
  if (option === '--master' && (value === undefined || value === '--leave-kms') && rest.length === 0)
    return rotateMaster(value !== undefined)
  if (option === undefined || (option === '--organization' && value && rest.length === 0)) return rotateOrganizations(value)
  console.error(usage)
  return misused
}

await openRootKeyOrExit()
const exitCode = await rotate(process.argv.slice(2))
await closeDatabase()
process.exit(exitCode)
