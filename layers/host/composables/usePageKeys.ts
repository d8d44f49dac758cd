/** Where keys mean something else: fields, lists and dialogs. */
const typing = 'input, textarea, select, [contenteditable=true], [role=dialog], [role=listbox], [role=menu], dialog'
/** Where arrows do. */
const moving = '[role=combobox], [role=application], [role=radiogroup], summary'

/**
 * Keys of a page, by their place on the keyboard (`KeyN`), so that they work in every layout; `?` by what it writes. They are silent
 * while something is typed, chosen from a menu or open above the page.
 */
export function usePageKeys(keys: Record<string, () => void>): void {
  function actOf({ key, code, shiftKey }: KeyboardEvent): (() => void) | undefined {
    if (shiftKey) return key === '?' || code === 'Slash' ? keys['?'] : undefined
    return keys[code]
  }

  function onKeydown(event: KeyboardEvent): void {
    const act = actOf(event)
    if (!act || event.defaultPrevented || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return
    const target = event.target instanceof Element ? event.target : undefined
    if (target?.closest(typing) || (event.code.startsWith('Arrow') && target?.closest(moving))) return
    if (document.querySelector('[role=dialog][data-state=open], dialog[open]')) return
    event.preventDefault()
    act()
  }
  onMounted(() => window.addEventListener('keydown', onKeydown))
  onScopeDispose(() => import.meta.client && window.removeEventListener('keydown', onKeydown))
}
