const offers = 'visit-changed'

/** The offer that holds, of this browser. */
let offered = ''

/**
 * Tells of changes that can be taken back, the last one alone.
 * @returns `offerUndo(title, icon, undo)`, and `tellUndone(title)` for what was taken back
 */
export function useUndoToasts() {
  const { toasts, add, remove } = useToast()
  const { t } = useI18n()

  function withdraw(): void {
    offered = ''
    for (const { id } of toasts.value) if (String(id).startsWith(offers)) remove(id)
  }

  function offerUndo(title: string, icon: string, undo: () => Promise<unknown>): void {
    withdraw()
    // An id of its own: whatever bears the id of a toast that goes away goes with it.
    const id = `${offers}-${crypto.randomUUID()}`
    offered = id
    // One that is going away can still be pressed for a moment.
    const onClick = () => void (offered === id && undo())
    const actions = [{ label: t('host.edit.undo'), icon: 'i-lucide-undo-2', onClick }]
    add({ id, title, color: 'success', icon, duration: 10_000, actions })
  }

  function tellUndone(title: string): void {
    withdraw()
    add({ title, icon: 'i-lucide-undo-2' })
  }

  return { offerUndo, tellUndone }
}
