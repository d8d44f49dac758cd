import { departmentLimits, levelOf } from '#shared/department-tree'
import { namesInPath } from '#shared/people-table'
import type { ImportedPerson } from '#shared/schemas/hosts'

/** A department as far as an import goes; of one that is only planned the id is made up. */
export interface PlannedDepartment {
  id: string
  parentId: string | null
  name: string
}

/** A person of the organization as far as an import goes. */
export interface KnownPerson {
  departmentId: string | null
  position: string | null
  /** Whether they receive guests: nobody else has a position. */
  isHost: boolean
  /** Whether nobody else could administer the organization. */
  isLastAdmin: boolean
}

/** What one row asks for. */
export interface PersonPlan {
  /** Departments to make, each below the one before. */
  newDepartments: string[]
  /** Where the person shall belong; null where that stays as it is. */
  departmentId: string | null
  isNew: boolean
  changesDepartment: boolean
  changesPosition: boolean
}

/** Why a row cannot be: a key under `errors`, with its values. */
export interface PlanProblem {
  key: 'departmentTooDeep' | 'departmentsFull' | 'departmentNameTooLong' | 'importLastAdmin'
  values?: Record<string, number>
}

const longestName = 120

/**
 * Follows a path of names through the tree as far as it goes. Nothing is ever moved, so that no circle can be made.
 * @returns the department at its end or as far as there is one, and the names that are missing from there on
 */
export function followPath(tree: readonly PlannedDepartment[], names: readonly string[]): { id: string | null; missing: string[] } {
  let id: string | null = null
  for (const [place, name] of names.entries()) {
    const next = tree.find((each) => each.parentId === id && each.name.toLowerCase() === name.toLowerCase())
    if (!next) return { id, missing: names.slice(place) }
    id = next.id
  }
  return { id, missing: [] }
}

function problemOf(tree: readonly PlannedDepartment[], at: string | null, missing: readonly string[]): PlanProblem | null {
  if (missing.some((name) => name.length > longestName)) return { key: 'departmentNameTooLong', values: { maximum: longestName } }
  const depth = (at === null ? 0 : levelOf(tree, at)) + missing.length
  if (depth > departmentLimits.levels) return { key: 'departmentTooDeep', values: { maximum: departmentLimits.levels } }
  const isFull = tree.length + missing.length > departmentLimits.departments
  return missing.length > 0 && isFull ? { key: 'departmentsFull', values: { maximum: departmentLimits.departments } } : null
}

/** What a row asks for, as the organization stands. An empty cell changes nothing; names of people who are known stay theirs. */
export function planPerson(
  row: ImportedPerson,
  tree: readonly PlannedDepartment[],
  known: KnownPerson | null,
): PersonPlan | { problem: PlanProblem } {
  const { id, missing } = followPath(tree, namesInPath(row.department ?? ''))
  const problem = problemOf(tree, id, missing)
  if (problem) return { problem }
  const belongs = missing.length > 0 || id !== null
  const changesDepartment = belongs && (missing.length > 0 || (known?.departmentId ?? null) !== id)
  if (changesDepartment && known?.isLastAdmin) return { problem: { key: 'importLastAdmin' } }
  const changesPosition = !!row.position && (known === null || (known.isHost && known.position !== row.position))
  return { newDepartments: missing, departmentId: id, isNew: known === null, changesDepartment, changesPosition }
}
