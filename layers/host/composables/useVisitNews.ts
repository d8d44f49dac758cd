import type { HostNoticeKind } from '#shared/schemas/hosts'
import type { CalendarVisit } from './host-documents'
import { ownNoticesDocument } from './presence-documents'
import { newsBetween } from './visit-news'

/**
 * Tells whoever receives guests what those do, while the calendar is open and as they chose.
 * @param standsInFor whose visits are the person's matter beside their own
 * @returns `tell(before, after)`
 */
export function useVisitNews(standsInFor: () => readonly string[]) {
  const request = useGraphqlRequest()
  const { viewer } = useViewer()
  const toast = useToast()
  const { t } = useI18n()
  const wanted = shallowRef<{ hostId: string; kinds: Set<HostNoticeKind> }>()
  onMounted(async () => {
    if (!viewer.value?.host) return
    const answer = await request(ownNoticesDocument).catch(() => undefined)
    const profile = answer?.hostProfile
    if (profile)
      wanted.value = { hostId: profile.host.id, kinds: new Set(profile.notices.filter(({ onPage }) => onPage).map(({ kind }) => kind)) }
  })

  function tell(before: CalendarVisit | undefined, after: CalendarVisit | undefined): void {
    const own = wanted.value
    if (!before || !after || !own) return
    const isOwn = [after.host, ...after.coHosts].some(({ id }) => id === own.hostId || standsInFor().includes(id))
    if (!isOwn) return
    for (const { kind, word, guest, minutes } of newsBetween(before, after)) {
      if (!own.kinds.has(kind)) continue
      const isUrgent = kind === 'GUEST_HERE' || kind === 'CHECKED_IN'
      toast.add({
        id: `${word} ${after.id} ${guest}`,
        title: t(`host.news.${word}`, { guest, minutes }),
        icon: isUrgent ? 'i-lucide-bell-ring' : 'i-lucide-bell',
        color: word === 'DECLINED' || word === 'GUEST_LATE' ? 'warning' : 'info',
        duration: isUrgent ? 30_000 : 8_000,
        actions: [{ label: t('host.news.open'), to: { path: '/host', query: { visit: after.id } } }],
      })
    }
  }
  return { tell }
}
