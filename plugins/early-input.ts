declare global {
  interface Window {
    earlyInput?: {
      /** Fields that somebody has changed, with what they say. */
      fields: Map<HTMLInputElement, string | boolean>
      /** Sends the form that was to be sent last. */
      send?: () => void
      /** Ends the recording. */
      stop: () => void
    }
  }
}

/** Runs before anything of the page is seen. A form that the server understands by itself (`method`) is none of its business. */
const recorder = `(() => {
  const over = new AbortController()
  const early = (window.earlyInput = { fields: new Map(), stop: () => over.abort() })
  const on = (type, listener, capture) => addEventListener(type, listener, { capture, signal: over.signal })
  const note = ({ target }) => early.fields.set(target, /^(checkbox|radio)$/.test(target.type) ? target.checked : target.value)
  on('input', note, true)
  on('change', note, true)
  on('submit', (event) => {
    const form = event.target
    if (event.defaultPrevented || form.hasAttribute('method')) return
    event.preventDefault()
    early.send = () => form.isConnected && form.requestSubmit(event.submitter)
  })
})()`

/** What somebody does to a page before it lives is not lost: what was typed comes back when it does, and a form that was sent is sent. */
export default defineNuxtPlugin((nuxtApp) => {
  if (import.meta.server) {
    useHead({ script: [{ innerHTML: recorder, tagPriority: 'critical' }] })
    return
  }
  nuxtApp.hooks.hookOnce('app:suspense:resolve', () => {
    const { earlyInput } = window
    if (!earlyInput) return
    earlyInput.stop()
    for (const [field, said] of earlyInput.fields) {
      const property = typeof said === 'boolean' ? 'checked' : 'value'
      const chosenFile = field.type === 'file'
      if (!field.isConnected || (field[property] === said && !chosenFile)) continue
      if (!chosenFile) Object.assign(field, { [property]: said })
      for (const type of ['input', 'change']) field.dispatchEvent(new Event(type, { bubbles: true }))
    }
    earlyInput.send?.()
    delete window.earlyInput
  })
})
