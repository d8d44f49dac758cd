import type { ReadPerson } from '#shared/people-table'
import { peoplePerPart } from '#shared/limits'
import { importPeopleDocument, type ImportedRow } from './import-documents'

/** What came of a list, in numbers. */
export interface ImportCounts {
  invited: number
  changed: number
  same: number
  failed: number
}

/** Counts what came of rows. */
export function countsOf(rows: readonly ImportedRow[]): ImportCounts {
  const good = rows.filter(({ problem }) => !problem)
  const isChanged = (row: ImportedRow) => !row.isNew && (row.changesDepartment || row.changesPosition)
  return {
    invited: good.filter(({ isNew }) => isNew).length,
    changed: good.filter(isChanged).length,
    same: good.filter((row) => !row.isNew && !isChanged(row)).length,
    failed: rows.length - good.length,
  }
}

/**
 * Sends a list of people part by part: first to see what would come of it, then to do it. Stopped, it leaves done what is done.
 * @returns `rows` (what came of it so far), `isDryRun` (of what `rows` tells), `done` and `total` while it is under way, `run(people, isDryRun)`, `stop()`, `forget()`
 */
export function usePeopleImport() {
  const { run: send } = useGraphqlMutation(importPeopleDocument)
  const rows = shallowRef<readonly ImportedRow[]>([])
  const isDryRun = ref(true)
  const done = ref(0)
  const total = ref(0)
  const isBusy = ref(false)
  const problem = ref('')
  let isStopped = false

  async function sendPart(people: readonly ReadPerson[], dry: boolean): Promise<void> {
    const { result } = await send({ input: { isDryRun: dry, rows: [...people] } })
    if (result.__typename === 'ImportPeopleSuccess') rows.value = [...rows.value, ...result.rows]
    else throw new Error(('fields' in result ? result.fields[0]?.message : undefined) ?? result.message)
    done.value += people.length
  }

  async function run(people: readonly ReadPerson[], dry: boolean): Promise<void> {
    if (isBusy.value) return
    forget()
    isBusy.value = true
    isDryRun.value = dry
    total.value = people.length
    try {
      for (let at = 0; at < people.length && !isStopped; at += peoplePerPart) await sendPart(people.slice(at, at + peoplePerPart), dry)
    } catch (error) {
      problem.value = error instanceof Error ? error.message : String(error)
    } finally {
      isBusy.value = false
    }
  }

  function forget(): void {
    isStopped = false
    rows.value = []
    done.value = total.value = 0
    problem.value = ''
  }
  const stop = () => void (isStopped = true)
  onScopeDispose(stop)
  return { rows, isDryRun, done, total, isBusy, problem, run, stop, forget }
}
