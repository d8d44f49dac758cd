import type { HostColleaguesQuery, HostPlacesQuery } from '#shared/generated/gql/graphql'
import { hostsDocument, placesDocument } from './place-documents'

/** A place where guests are received. */
export type Place = HostPlacesQuery['sites']['edges'][number]['node']

/** Somebody who receives guests. */
export type Colleague = HostColleaguesQuery['hosts']['edges'][number]['node'] & {
  /** The person sees their visits and does not change them: stands in for them. */
  isSeenOnly?: boolean
}

const mostPages = 20

/**
 * Where guests may be received and by whom.
 * @returns `sites`, `ownHostId` (null for who is no host), `colleagues` (whose visits the person sees: everybody’s, or, where they act for others, theirs and their own), `activityCursor` (where the feed
 * of the gates stood before anything else was asked for), `error`, `refresh`
 */
export async function usePlaces() {
  const { can, canBeyondOwn } = useViewer()
  const request = useGraphqlRequest()
  const [places, colleagues] = await Promise.all([
    useGraphqlQuery(placesDocument, () => ({ live: can('checkin:read') })),
    useAsyncData<Colleague[]>('host-colleagues', () => (canBeyondOwn('appointment:read') ? everyHost(request) : Promise.resolve([])), {
      deep: false,
    }),
  ])
  return {
    sites: computed(() => places.data.value?.sites.edges.map(({ node }) => node) ?? []),
    ownHostId: computed(() => places.data.value?.viewer?.host?.id ?? null),
    activityCursor: computed(() => places.data.value?.gateActivityCursor ?? undefined),
    colleagues: computed(() => (colleagues.data.value?.length ? colleagues.data.value : withThoseActedFor(places.data.value))),
    error: computed(() => places.error.value ?? undefined),
    refresh: () => Promise.all([places.refresh(), colleagues.refresh()]),
  }
}

/** The person and those for whom they act; nobody where they act for nobody. */
function withThoseActedFor(places: HostPlacesQuery | undefined): Colleague[] {
  const others = (places?.actingFor ?? []).map(({ host, mayChange }) => ({ ...host, isSeenOnly: !mayChange }))
  const own = places?.viewer?.host
  return others.length === 0 ? [] : [...(own ? [{ ...own, position: null }] : []), ...others]
}

async function everyHost(request: ReturnType<typeof useGraphqlRequest>): Promise<Colleague[]> {
  const found: Colleague[] = []
  let after: string | null | undefined
  for (let page = 0; page < mostPages; page++) {
    const { hosts } = await request(hostsDocument, { after })
    found.push(...hosts.edges.map(({ node }) => node))
    if (!hosts.pageInfo.hasNextPage) break
    after = hosts.pageInfo.endCursor
  }
  return found.sort((a, b) => a.name.localeCompare(b.name))
}
