import type { HostDeputiesQuery } from '#shared/generated/gql/graphql'
import { deputiesDocument } from './host-profile-documents'

/** Somebody who receives guests. */
export type HostColleague = HostDeputiesQuery['hosts']['edges'][number]['node']

const mostPages = 20

/** Colleagues to choose from: of two with one name their position tells them apart. */
export const colleagueChoices = (colleagues: readonly HostColleague[]) =>
  colleagues.map(({ id, name, position }) => ({ value: id, label: position ? `${name} · ${position}` : name }))

/** Everybody who receives guests, by name; asked for once the page is there. @returns `colleagues`, `problem` (why they are not known) */
export function useColleagues() {
  const request = useGraphqlRequest()
  const colleagues = shallowRef<readonly HostColleague[]>([])
  const problem = ref('')

  async function load(): Promise<void> {
    const found: HostColleague[] = []
    let after: string | null | undefined
    for (let page = 0; page < mostPages; page++) {
      const { hosts } = await request(deputiesDocument, { after })
      found.push(...hosts.edges.map(({ node }) => node))
      if (!hosts.pageInfo.hasNextPage) break
      after = hosts.pageInfo.endCursor
    }
    colleagues.value = found.sort((one, other) => one.name.localeCompare(other.name))
  }
  onMounted(() => load().catch((error: unknown) => (problem.value = error instanceof Error ? error.message : String(error))))
  return { colleagues, problem }
}
