import { prisma } from '../../../server/infra/db'
import { call, type Answer } from '../api/graphql-call'
import { comparable, fingerprints, hits, secretsOf, seen, typesIn, wordFor, type Secrets } from './answers'
import { freshFor, variablesFor, type Fresh, type Whose } from './arguments'
import { rootField } from './coordinates'
import { allCallers, principalNames, type Caller } from './principals'
import { setProvider } from './policies'
import { allProbes, documentOf, resultTypes, type Probe } from './probes'
import { watch } from './watching'
import type { World } from './world'

/** A place where one organization shows to another. */
export interface Leak {
  coordinate: string
  caller: string
  what: string
}

/** What the matrix saw at one coordinate. */
export interface Observed {
  reached: string
  /** Who got an answer for what is their own. */
  may: Set<string>
  /** What those get for an id of the other organization; the same as for an id of nobody. */
  foreign: Set<string>
}

/** The outcome of the whole matrix. */
export interface Matrix {
  rows: Map<string, Observed>
  leaks: Leak[]
  operations: number
  cells: number
}

type Reply = Answer<Record<string, unknown>>

/** Whether a mutation has done nothing, so that the rows which it was given are as they were: it was refused, or found something wrong. */
const hasDoneNothing = ({ data, errors }: Reply): boolean => {
  const result = data?.hit0
  const isProblem = typeof result === 'object' && result !== null && '__typename' in result && problems.has(String(result.__typename))
  return errors.length > 0 || isProblem
}

/** What mutations answer that have changed nothing. */
const problems = new Set(['NotFound', 'ValidationFailed', 'ConfirmationRequired', 'EditConflict'])

/** How many operations run at once: as many as the pool has connections. */
const width = 8

/** What whoever manages the installation sees of every organization: what it is called and looks like, never what it holds. */
const isOfInstallation = ({ coordinate }: Probe, caller: Caller): boolean =>
  caller.name === 'PlatformAdmin' &&
  /^(Query\.organizations|Mutation\.inviteOrganizationAdmin(\(.*\))?|Organization(Connection|Edge|Branding)?\.\w+)$/.test(coordinate)

/** How long a watcher waits, in milliseconds: longer for what must come than for what must not. */
const patience: Record<Whose, number> = { own: 2_000, foreign: 150, nobody: 150 }

class Run {
  readonly rows = new Map<string, Observed>()
  readonly leaks: Leak[] = []
  /** Rows that nothing has happened to, by caller and mutation. */
  private readonly unused = new Map<string, Fresh>()
  operations = 0
  cells = 0

  constructor(private readonly secrets: ReadonlyMap<World, Secrets>) {}

  row(coordinate: string, reached: string): Observed {
    const known = this.rows.get(coordinate) ?? { reached, may: new Set(), foreign: new Set() }
    this.rows.set(coordinate, known)
    return known
  }

  private async ask(probe: Probe, caller: Caller, whose: Whose): Promise<Reply> {
    const place = `${caller.name} ${probe.field}`
    const made = this.unused.get(place) ?? (await freshFor(probe.root, rootField(probe.root, probe.field), caller))
    this.unused.delete(place)
    const variables = await variablesFor(rootField(probe.root, probe.field), caller, probe.varied, whose, made)
    this.operations++
    const document = documentOf(probe, Object.keys(variables))
    const reply =
      probe.root === 'Subscription'
        ? await watch(caller.ctx, document, variables, patience[whose])
        : await call(caller.ctx, document, variables)
    if (hasDoneNothing(reply)) this.unused.set(place, made)
    for (const [world, secrets] of this.secrets) if (this.isHidden(caller, world)) this.look(probe, caller, whose, reply, secrets)
    return reply
  }

  /** The other organization; both, from whoever belongs to none and holds no link. */
  private isHidden(caller: Caller, world: World): boolean {
    return world === caller.foreign || (caller.ctx.organizationId === null && !caller.holdsLinks)
  }

  private look(probe: Probe, caller: Caller, whose: Whose, reply: Reply, secrets: Secrets): void {
    const what = isOfInstallation(probe, caller) ? null : seen(reply, secrets)
    if (what) this.leaks.push({ coordinate: probe.coordinate, caller: caller.name, what: `${whose}: shows ${what}` })
  }

  /** One coordinate, one principal: own, foreign and nobody's. */
  async cell(probe: Probe, caller: Caller): Promise<void> {
    const row = this.row(probe.coordinate, probe.reached)
    const own = await this.ask(probe, caller, 'own')
    const found = probe.coordinate.startsWith(probe.root) ? [own.data?.hit0] : hits(own.data)
    const may = own.errors.length === 0 && found.some((value) => value !== null && value !== undefined)
    if (may) row.may.add(caller.name)
    this.cells++
    const replies = [own]
    if (probe.varied) replies.push(...(await this.others(probe, caller, may ? row : null)))
    this.noteTypes(probe, caller, replies)
  }

  private async others(probe: Probe, caller: Caller, row: Observed | null): Promise<Reply[]> {
    const foreign = await this.ask(probe, caller, 'foreign')
    const nobody = await this.ask(probe, caller, 'nobody')
    this.cells += 2
    row?.foreign.add(wordFor(foreign))
    if (comparable(foreign) !== comparable(nobody) && !isOfInstallation(probe, caller)) {
      const what = `foreign and nobody’s id differ: ${comparable(foreign).slice(0, 200)} ≠ ${comparable(nobody).slice(0, 200)}`
      this.leaks.push({ coordinate: probe.coordinate, caller: caller.name, what })
    }
    return [foreign, nobody]
  }

  /** Members of result unions are seen where a mutation gives them. */
  private noteTypes(probe: Probe, caller: Caller, replies: Reply[]): void {
    if (probe.root !== 'Mutation') return
    const shown = new Set(replies.flatMap((reply) => typesIn(reply.data)))
    for (const type of resultTypes) {
      for (const field of Object.keys(type.getFields())) {
        const row = this.row(`${type.name}.${field}`, 'mutation result')
        if (shown.has(type.name)) row.may.add(caller.name)
      }
    }
  }

  /** Everything that one principal can ask: queries side by side, beside watchers, who only wait; mutations one after another. */
  async everything(caller: Caller, probes: Probe[]): Promise<void> {
    const queue = probes.filter(({ root }) => root === 'Query')
    const lane = async (): Promise<void> => {
      for (let probe = queue.shift(); probe; probe = queue.shift()) await this.cell(probe, caller)
    }
    const watchers = probes.filter(({ root }) => root === 'Subscription').map((probe) => this.cell(probe, caller))
    await Promise.all([...watchers, ...Array.from({ length: width }, lane)])
    for (const probe of probes.filter(({ root }) => root === 'Mutation')) await this.cell(probe, caller)
  }
}

async function unchanged(run: Run, world: World, who: string, work: () => Promise<void>): Promise<void> {
  const before = await fingerprints(world)
  await work()
  for (const [table, print] of await fingerprints(world))
    if (print !== before.get(table)) run.leaks.push({ coordinate: table, caller: who, what: 'rows of the other organization have changed' })
}

/**
 * Asks every coordinate as every principal for what is theirs, the other organization's and nobody's.
 * @param only the principals that ask
 * @param haveProved whether people have proved lately who they are: else what is most dangerous asks for that first
 */
export async function runMatrix(
  ours: World,
  theirs: World,
  { only = principalNames, haveProved = true }: { only?: readonly string[]; haveProved?: boolean } = {},
): Promise<Matrix> {
  const callers = (await allCallers(ours, theirs, haveProved)).filter(({ name }) => only.includes(name))
  const run = new Run(
    new Map([
      [ours, await secretsOf(ours)],
      [theirs, await secretsOf(theirs)],
    ]),
  )
  const probes = allProbes()
  // Nobody reads where the many refusals come from, and writing it down takes long.
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 0
  for (const caller of callers) {
    // An organization has one provider and one type of guests; whoever came before has removed it, or made another of it.
    await setProvider(caller.own.org, caller.own.ids.Role ?? '')
    await prisma.visitorType.updateMany({ where: { organizationId: caller.own.org.id }, data: { isDefault: false } })
    await unchanged(run, caller.foreign, caller.name, () => run.everything(caller, probes))
  }
  Error.stackTraceLimit = stackTraceLimit
  const { rows, leaks, operations, cells } = run
  return { rows, leaks, operations, cells }
}
