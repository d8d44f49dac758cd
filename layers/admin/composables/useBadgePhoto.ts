import { revealBadgePhotoDocument, type BadgeParts } from '#layers/admin/composables/badge-documents'

/**
 * The accepted photo for a badge, asked for when the page is shown. It is kept as long as the page is: the address that shows it holds
 * for a minute, and a badge may be printed later.
 * @returns its address in this browser; null while there is none
 */
export function useBadgePhoto(badge: Readonly<Ref<BadgeParts | null | undefined>>) {
  const { run } = useGraphqlMutation(revealBadgePhotoDocument)
  const url = ref<string | null>(null)

  function forget() {
    if (url.value) URL.revokeObjectURL(url.value)
    url.value = null
  }

  async function load() {
    forget()
    const { hasPhoto = false, visitor } = badge.value ?? {}
    if (!hasPhoto || !visitor) return
    // Without a picture the rest of the badge is still good.
    const answer = await run({ visitorId: visitor.id }).catch(() => null)
    const files = answer?.result.__typename === 'RevealVisitorFilesSuccess' ? answer.result.files : []
    const address = files.findLast(({ visitorFile }) => visitorFile.approved)?.url
    const picture = address ? await fetch(address).then((answered) => (answered.ok ? answered.blob() : null)) : null
    if (picture && visitor.id === badge.value?.visitor.id) url.value = URL.createObjectURL(picture)
  }

  onMounted(() => void load().catch(forget))
  onBeforeUnmount(forget)
  return url
}
