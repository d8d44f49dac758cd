import type { LocationQueryRaw } from 'vue-router'

/** Where a page of a list lies, as the API says. */
interface PageInfo {
  hasNextPage: boolean
  hasPreviousPage: boolean
  startCursor?: string | null
  endCursor?: string | null
}

type Variables = { first?: number; last?: number; after?: string; before?: string }

/** Where a list can go from here: addresses of the next pages, null where there is none. */
export interface Pages {
  newer: { query: LocationQueryRaw } | null
  older: { query: LocationQueryRaw } | null
}

/**
 * The filters and the page of a list, newest first: they stand in the address and nowhere else.
 * @param size rows of a page
 * @param order how the API gives the list; an ascending one is asked from its end
 * @returns `filter(name)`, `setFilter(name, value)` (back to the first page), `page` (paging variables), `pagesOf(pageInfo)`
 */
export function useListQuery(size: number, order: 'ascending' | 'descending') {
  const route = useRoute()
  const filter = (name: string): string | undefined => {
    const value = route.query[name]
    return typeof value === 'string' && value !== '' ? value : undefined
  }
  const without = (change: LocationQueryRaw) => ({ query: { ...route.query, older: undefined, newer: undefined, ...change } })
  const setFilter = (name: string, value: string) => navigateTo(without({ [name]: value || undefined }))

  const page = computed<Variables>(() => {
    const [older, newer] = [filter('older'), filter('newer')]
    if (order === 'ascending') return newer ? { first: size, after: newer } : { last: size, before: older }
    return newer ? { last: size, before: newer } : { first: size, after: older }
  })

  function pagesOf(info: PageInfo | undefined): Pages {
    if (!info) return { newer: null, older: null }
    const { hasNextPage, hasPreviousPage, startCursor, endCursor } = info
    const [hasNewer, hasOlder, first, last] =
      order === 'ascending'
        ? [hasNextPage, hasPreviousPage, endCursor, startCursor]
        : [hasPreviousPage, hasNextPage, startCursor, endCursor]
    return { newer: hasNewer && first ? without({ newer: first }) : null, older: hasOlder && last ? without({ older: last }) : null }
  }

  return { filter, setFilter, page, pagesOf }
}
