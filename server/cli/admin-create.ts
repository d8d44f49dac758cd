import { randomBytes } from 'node:crypto'
import { hash } from '@node-rs/argon2'
import { z } from 'zod'
import { auditPlatform } from '../core/audit'
import { newId } from '../core/ids'
import { builtInRoles } from '../core/permissions'
import { closeDatabase, prisma } from '../infra/db'

const usage = 'Usage: npm run admin:create -- --email you@example.com --name "Your Name"'

function argument(name: string): string {
  const index = process.argv.indexOf(`--${name}`)
  return index < 0 ? '' : (process.argv[index + 1] ?? '')
}

/** Makes a platform administrator and shows the password once. @returns what to tell the person, and whether it worked */
async function createAdmin(): Promise<{ message: string; done: boolean }> {
  const email = z.email().safeParse(argument('email').trim().toLowerCase())
  const name = argument('name').trim()
  if (!email.success || !name) return { message: usage, done: false }
  if (await prisma.user.findUnique({ where: { email: email.data } }))
    return { message: `There is an account with the address ${email.data} already.`, done: false }
  const password = randomBytes(15).toString('base64url')
  const id = newId()
  const passwordHash = await hash(password)
  await prisma.$transaction(async (tx) => {
    await tx.user.create({ data: { id, email: email.data, name, passwordHash, locale: 'EN', status: 'ACTIVE', createdAt: new Date() } })
    await tx.userRole.create({ data: { id: newId(), userId: id, roleId: builtInRoles.PlatformAdmin.id, organizationId: null } })
    await auditPlatform(tx, 'platform_admin.create', { type: 'User', id })
  })
  return { message: `Platform administrator ${email.data} was made. Password, shown only now: ${password}`, done: true }
}

const { message, done } = await createAdmin()
console.log(message)
await closeDatabase()
process.exit(done ? 0 : 1)
