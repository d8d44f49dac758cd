import { sitesDocument } from './site-documents'

/** Places and gates listed at most: together they stay under what one request may ask for. */
const listed = { first: 60, gates: 100 }

/**
 * The organization's sites and the one that the address names (`?site=`), else the first.
 * @returns `sites`, `site`, `error`, `refresh`
 */
export async function useSites() {
  const route = useRoute()
  const { data, error, refresh } = await useGraphqlQuery(sitesDocument, listed, { key: 'sites' })
  const sites = computed(() => data.value?.sites.edges.map(({ node }) => node) ?? [])
  const site = computed(() => sites.value.find(({ id }) => id === route.query.site) ?? sites.value[0])
  return { sites, site, error, refresh }
}
