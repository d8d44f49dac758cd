/** Whether the page is wide enough for a grid of seven days. Before the browser is asked, phones say of themselves what they are. */
export function useWide() {
  const { 'user-agent': agent = '' } = useRequestHeaders(['user-agent'])
  const isWide = useState('host-wide', () => !/\bMobi/i.test(agent))
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
