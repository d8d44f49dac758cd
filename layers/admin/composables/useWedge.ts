import { WedgeReader } from './wedge-reader'

type Field = HTMLInputElement | HTMLTextAreaElement
const fieldOf = (target: EventTarget | null): Field | null =>
  target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement ? target : null

/** Takes out of a field what the scanner typed into it. */
function restore(field: Field, text: string): void {
  field.value = text
  field.dispatchEvent(new Event('input', { bubbles: true }))
}

/**
 * Receives what a keyboard-wedge scanner types, wherever the focus is. A burst presses no buttons and leaves nothing in
 * other fields; a field marked `data-code` reads its codes itself.
 */
export function useWedge(onCode: (code: string) => void) {
  const reader = new WedgeReader()
  let before = ''

  function onKey(event: KeyboardEvent) {
    const field = fieldOf(event.target)
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || field?.dataset.code !== undefined) return
    const wasEmpty = reader.text === ''
    const wedge = reader.press(event.key, event.timeStamp)
    if (field && (wasEmpty || reader.text.length === 1)) before = field.value
    if (wedge.kind === 'other') return
    if (wedge.kind === 'code') {
      event.preventDefault()
      event.stopPropagation()
      if (field) restore(field, before)
      onCode(wedge.code)
    } else if (!field && event.key === ' ') event.preventDefault()
  }

  onMounted(() => window.addEventListener('keydown', onKey, { capture: true }))
  onBeforeUnmount(() => window.removeEventListener('keydown', onKey, { capture: true }))
}
