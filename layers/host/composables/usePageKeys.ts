/**
 * Keys of a page, by their place on the keyboard (`KeyN`), so that they work in every layout. They are silent while
 * something is typed, chosen from a menu or open above the page.
 */
export function usePageKeys(keys: Record<string, () => void>): void {
  function onKeydown(event: KeyboardEvent): void {
    const act = keys[event.code]
    if (!act || event.defaultPrevented || event.repeat || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return
    const target = event.target instanceof Element ? event.target : undefined
    if (
      target?.closest(
        'input, textarea, select, [contenteditable=true], [role=dialog], [role=listbox], [role=menu], [role=combobox], [role=application]',
      ) &&
      event.code.startsWith('Arrow')
    )
      return
    if (target?.closest('input, textarea, select, [contenteditable=true], [role=dialog], [role=listbox], [role=menu], dialog')) return
    if (document.querySelector('[role=dialog][data-state=open], dialog[open]')) return
    event.preventDefault()
    act()
  }
  onMounted(() => window.addEventListener('keydown', onKeydown))
  onScopeDispose(() => import.meta.client && window.removeEventListener('keydown', onKeydown))
}
