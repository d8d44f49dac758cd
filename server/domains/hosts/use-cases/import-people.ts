import type { z } from 'zod'
import { importedPersonSchema, importPeopleSchema, type ImportedPerson } from '#shared/schemas/hosts'
import { audit } from '../../../core/audit'
import { authorize } from '../../../core/authorize'
import { organizationOf, type Ctx } from '../../../core/ctx'
import { isFailure, type Failure } from '../../../core/errors'
import { invalid, validate } from '../../../core/failures'
import { newId } from '../../../core/ids'
import { builtInRoles } from '../../../core/permissions'
import { createDepartment } from '../../organizations/use-cases/create-department'
import { assignDepartment } from '../../security/use-cases/assign-department'
import { inviteUser } from '../../security/use-cases/invite-user'
import { ableAdmins } from '../../security/use-cases/last-admin'
import { planPerson, type KnownPerson, type PersonPlan, type PlannedDepartment } from '../people-plan'

/** What became of one row, or would. */
export interface ImportedRow {
  line: number
  email: string
  isNew: boolean
  newDepartments: string[]
  changesDepartment: boolean
  changesPosition: boolean
  /** What is wrong with it; then nothing else is done of it. */
  problem: string | null
}

/** Somebody who is here already. */
interface Found extends KnownPerson {
  memberId: string
  hostId: string | null
}

const wordsOf = ({ message, fields }: Failure): string => fields?.[0]?.message ?? message

/** The people of addresses, as they are now: one statement, however many they are. */
async function findPeople({ db }: Ctx, emails: readonly string[], admins: ReadonlySet<string>): Promise<Map<string, Found>> {
  const members = await db.membership.findMany({
    where: { user: { email: { in: [...emails] } } },
    select: {
      id: true,
      userId: true,
      departmentId: true,
      host: { select: { id: true, position: true } },
      user: { select: { email: true } },
    },
  })
  return new Map(
    members.map(({ id: memberId, userId, departmentId, host, user }) => [
      user.email.toLowerCase(),
      {
        memberId,
        departmentId,
        isLastAdmin: admins.size === 1 && admins.has(userId),
        hostId: host?.id ?? null,
        isHost: host !== null,
        position: host?.position ?? null,
      },
    ]),
  )
}

const treeOf = (ctx: Ctx): Promise<PlannedDepartment[]> =>
  ctx.db.department.findMany({ select: { id: true, parentId: true, name: true }, orderBy: { id: 'asc' } })

/** Makes what is missing of a path. @returns the department at its end, or why it cannot be made */
async function makeDepartments(ctx: Ctx, { newDepartments, departmentId }: PersonPlan): Promise<string | null | Failure> {
  let parentId = departmentId
  for (const name of newDepartments) {
    const made = await createDepartment(ctx, { name, parentId })
    if (isFailure(made)) return made
    parentId = made.id
  }
  return parentId
}

/** Makes the person of a new address: somebody who receives guests once they have followed the link. */
async function invite(ctx: Ctx, { email, name, locale }: ImportedPerson): Promise<Found | Failure> {
  const invited = await inviteUser(ctx, {
    email,
    name,
    locale: locale ?? (ctx.language === 'ru' ? 'RU' : 'EN'),
    roleIds: [builtInRoles.Host.id],
  })
  if (isFailure(invited)) return invited
  return (await findPeople(ctx, [email], new Set())).get(email) ?? invalid(ctx, [{ path: ['email'], key: 'emailInvalid' }])
}

async function setPosition(ctx: Ctx, id: string, position: string, before: string | null): Promise<void> {
  await ctx.transaction(async (tx) => {
    const other = { OR: [{ position: null }, { position: { not: position } }] }
    const { count } = await tx.host.updateMany({ where: { id, ...other }, data: { position } })
    const change = { before: { position: before }, after: { position } }
    if (count === 1) await audit(ctx, tx, 'host.update', { type: 'Host', id }, change)
  })
}

/** Does what a row asks for. @returns why it could not be done, in words; null when it was */
async function apply(ctx: Ctx, row: ImportedPerson, plan: PersonPlan, known: Found | null): Promise<string | null> {
  const departmentId = plan.changesDepartment ? await makeDepartments(ctx, plan) : null
  if (isFailure(departmentId)) return wordsOf(departmentId)
  const person = known ?? (await invite(ctx, row))
  if (isFailure(person)) return wordsOf(person)
  if (plan.changesDepartment) {
    const assigned = await assignDepartment(ctx, { memberId: person.memberId, departmentId })
    if (isFailure(assigned)) return wordsOf(assigned)
  }
  if (plan.changesPosition && person.hostId && row.position) await setPosition(ctx, person.hostId, row.position, person.position)
  return null
}

/** The tree after what a row would make: a dry run plans on. */
function grown(tree: PlannedDepartment[], { newDepartments, departmentId }: PersonPlan): PlannedDepartment[] {
  const made: PlannedDepartment[] = []
  for (const name of newDepartments) made.push({ id: newId(), parentId: made.at(-1)?.id ?? departmentId, name })
  return [...tree, ...made]
}

/**
 * Imports people and their departments, row by row: makes departments that are missing, invites whoever is not here yet as somebody who
 * receives guests, says where people belong and what they do. Roles, and names of people who are here, stay as they are; so does everything
 * that a cell says nothing of. The same rows again change nothing.
 * @returns what became of each row, or would, or VALIDATION_FAILED for too many at a time
 */
export async function importPeople(ctx: Ctx, input: z.input<typeof importPeopleSchema>): Promise<ImportedRow[] | Failure> {
  authorize(ctx, 'user:manage')
  const { data, failed } = validate(ctx, importPeopleSchema, input)
  if (failed) return failed
  let tree = await treeOf(ctx)
  const rows = data.rows.map((given) => ({ given, read: validate(ctx, importedPersonSchema, given) }))
  const people = await findPeople(
    ctx,
    rows.flatMap(({ read }) => read.data?.email ?? []),
    await ableAdmins(ctx.db),
  )
  const seen = new Set<string>()
  const done: ImportedRow[] = []
  for (const { given, read } of rows) {
    const nothing = { line: given.line, email: '', isNew: false, newDepartments: [], changesDepartment: false, changesPosition: false }
    const bad = (problem: string, email = '') => done.push({ ...nothing, email, problem })
    if (read.failed) {
      bad(wordsOf(read.failed), typeof given.email === 'string' ? given.email.slice(0, 254) : '')
      continue
    }
    const row = read.data
    const repeated = seen.has(row.email) ? invalid(ctx, [{ path: ['email'], key: 'importRepeated' }]) : null
    seen.add(row.email)
    const known = people.get(row.email) ?? null
    const plan = planPerson(row, tree, known)
    const refused = repeated ?? ('problem' in plan ? invalid(ctx, [{ path: ['department'], ...plan.problem }]) : null)
    if (refused || 'problem' in plan) {
      bad(refused ? wordsOf(refused) : '', row.email)
      continue
    }
    const problem = data.isDryRun ? null : await apply(ctx, row, plan, known)
    tree = data.isDryRun ? grown(tree, plan) : plan.newDepartments.length > 0 ? await treeOf(ctx) : tree
    const { newDepartments, isNew, changesDepartment, changesPosition } = plan
    done.push({ line: row.line, email: row.email, isNew, newDepartments, changesDepartment, changesPosition, problem })
  }
  if (!data.isDryRun) await note(ctx, done)
  return done
}

/** One line in the log for all of it, beside those of what was done. */
async function note(ctx: Ctx, rows: ImportedRow[]): Promise<void> {
  const good = rows.filter(({ problem }) => problem === null)
  const facts = {
    rows: rows.length,
    invited: good.filter(({ isNew }) => isNew).length,
    changed: good.filter((row) => !row.isNew && (row.changesDepartment || row.changesPosition)).length,
    failed: rows.length - good.length,
  }
  if (facts.invited + facts.changed === 0) return
  await ctx.transaction((tx) => audit(ctx, tx, 'people.import', { type: 'Organization', id: organizationOf(ctx) }, facts))
}
