/** How many levels a tree of departments has at most, and how many departments. */
export const departmentLimits = { levels: 8, departments: 500 } as const

/** A department as far as its place goes. */
export interface Branch {
  id: string
  parentId: string | null
}

/** The ids of a department and of everything below it. */
export function withDescendants(departments: readonly Branch[], id: string): Set<string> {
  const below = Map.groupBy(departments, ({ parentId }) => parentId)
  const found = new Set([id])
  // A set grows while it is walked; an id that is in it already, as in a circle, ends the walk.
  for (const each of found) for (const child of below.get(each) ?? []) found.add(child.id)
  return found
}

/** The ids of a department and of everything above it, itself first. */
export function withAncestors(departments: readonly Branch[], id: string): string[] {
  const parents = new Map(departments.map((each) => [each.id, each.parentId]))
  const found = new Set<string>()
  for (let at: string | null = id; at !== null && !found.has(at); at = parents.get(at) ?? null) found.add(at)
  return [...found]
}

/** How deep a department lies: 1 at the top. */
export function levelOf(departments: readonly Branch[], id: string): number {
  const parents = new Map(departments.map((each) => [each.id, each.parentId]))
  let level = 0
  for (let at: string | null = id; at !== null && level <= departments.length; at = parents.get(at) ?? null) level++
  return level
}

/** How many levels a department spans with everything below it: 1 for one without any. */
export function heightOf(departments: readonly Branch[], id: string): number {
  const own = levelOf(departments, id)
  return Math.max(...[...withDescendants(departments, id)].map((each) => levelOf(departments, each) - own + 1))
}

/** Departments in the order of the tree, each with its level; siblings by name. */
export function inTreeOrder<T extends Branch & { name: string }>(departments: readonly T[]): { department: T; level: number }[] {
  const below = Map.groupBy(departments, ({ parentId }) => parentId)
  const walk = (parentId: string | null, level: number): { department: T; level: number }[] =>
    (below.get(parentId) ?? [])
      .toSorted((one, other) => one.name.localeCompare(other.name))
      .flatMap((department) => [{ department, level }, ...walk(department.id, level + 1)])
  return walk(null, 1)
}
