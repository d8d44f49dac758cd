import { existsSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { Settings } from './settings.ts'

interface Account {
  email: string
  password: string
}
interface Demo {
  users: Record<string, Account>
  otherOrganization?: { users: Record<string, Account> }
}

/** What to try first, with the accounts that the demo data brought. Empty when there is no demo. */
export function demoSignIns(settings: Settings): string {
  const file = join(settings.dataDir, 'demo.json')
  if (!settings.demo || !existsSync(file)) return ''
  const demo = JSON.parse(readFileSync(file, 'utf8')) as Demo
  const data = relative('.', settings.dataDir) || settings.dataDir
  return [
    '',
    `Sign in at ${settings.publicUrl}/sign-in`,
    ...table(demo.users),
    ...(demo.otherOrganization ? ['  a second organization', ...table(demo.otherOrganization.users)] : []),
    '',
    'What to try',
    `  invite a guest in the calendar     ${settings.publicUrl}/host`,
    `  open the mail that the guest got   ${data}/mail`,
    `  scan the pass at a gate            ${settings.publicUrl}/admin/gates`,
    `  watch arrivals live                ${settings.publicUrl}/admin/live`,
    `  ask the API                        ${settings.publicUrl}/graphql (keys in ${data}/demo.json)`,
    '',
    'Ctrl-C stops everything.',
  ].join('\n')
}

function table(users: Record<string, Account>): string[] {
  const rows = Object.entries(users).filter(([, user]) => user.email)
  const width = (pick: (row: [string, Account]) => string) => Math.max(...rows.map((row) => pick(row).length))
  const [roles, emails] = [width(([role]) => role), width(([, user]) => user.email)]
  return rows.map(([role, user]) => `  ${role.padEnd(roles)}  ${user.email.padEnd(emails)}  ${user.password}`)
}
