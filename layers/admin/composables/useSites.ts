import { sitesDocument } from './site-documents'

/** Places and gates listed at most: together they stay under what one request may ask for. */
const listed = { first: 60, gates: 100 }

/**
 * The organization's sites, perhaps only those whose scans the reader may watch, and the one that the address names (`?site=`), else the first.
 * @returns `sites`, `site`, `error`, `refresh`
 */
export async function useSites({ mayWatch = false }: { mayWatch?: boolean } = {}) {
  const route = useRoute()
  const { data, error, refresh } = await useGraphqlQuery(
    sitesDocument,
    { ...listed, filter: { mayWatch } },
    { key: mayWatch ? 'sites-to-watch' : 'sites' },
  )
  const sites = computed(() => data.value?.sites.edges.map(({ node }) => node) ?? [])
  const site = computed(() => sites.value.find(({ id }) => id === route.query.site) ?? sites.value[0])
  return { sites, site, error, refresh }
}
