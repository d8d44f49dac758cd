/** Whether the page is wide enough for a grid of seven days; until the browser is asked it is taken for wide. */
export function useWide() {
  const isWide = ref(true)
  let query: MediaQueryList | undefined
  const read = () => {
    isWide.value = query?.matches ?? true
  }
  onMounted(() => {
    query = window.matchMedia('(min-width: 48rem)')
    read()
    query.addEventListener('change', read)
  })
  onScopeDispose(() => query?.removeEventListener('change', read))
  return readonly(isWide)
}
