import type { LocationQueryRaw } from 'vue-router'

/** What changes in the query of the address; undefined takes a part out. */
export type QueryChanges = Record<string, string | undefined>

/**
 * The query of the address as the state of a page.
 * @returns `text(name)`, `at(changes)`, the address of another state for a link, and `go(changes)`, which leads there
 */
export function useQueryState() {
  const route = useRoute()
  const router = useRouter()

  function text(name: string): string | undefined {
    const value = route.query[name]
    return typeof value === 'string' && value !== '' ? value : undefined
  }

  function at(changes: QueryChanges): { path: string; query: LocationQueryRaw } {
    const query = Object.entries({ ...route.query, ...changes }).filter(([, value]) => value !== undefined && value !== '')
    return { path: route.path, query: Object.fromEntries(query) }
  }

  const go = (changes: QueryChanges, how: 'push' | 'replace' = 'push') => router[how](at(changes))

  return { text, at, go }
}
