const offers = 'visit-changed'

/**
 * Tells of changes that can be taken back, the last one alone.
 * @returns `offerUndo(title, icon, undo)`, and `tellUndone(title)` for what was taken back
 */
export function useUndoToasts() {
  const { toasts, add, remove } = useToast()
  const { t } = useI18n()

  function withdraw(): void {
    for (const { id } of toasts.value) if (String(id).startsWith(offers)) remove(id)
  }

  function offerUndo(title: string, icon: string, undo: () => Promise<unknown>): void {
    withdraw()
    // An id of its own: whatever bears the id of a toast that goes away goes with it.
    const id = `${offers}-${crypto.randomUUID()}`
    const actions = [{ label: t('host.edit.undo'), icon: 'i-lucide-undo-2', onClick: () => void undo() }]
    add({ id, title, color: 'success', icon, duration: 10_000, actions })
  }

  function tellUndone(title: string): void {
    withdraw()
    add({ title, icon: 'i-lucide-undo-2' })
  }

  return { offerUndo, tellUndone }
}
