import { askForPasskeyDocument } from './security-documents'

/** Whether the browser knows passkeys; false until the page has come alive. */
function useHasPasskeys() {
  const has = ref(false)
  onMounted(() => (has.value = 'PublicKeyCredential' in window))
  return has
}

/**
 * Asks the browser for a passkey, and for a new one.
 * @returns `has` (the browser can), `use()` and `make(options)`: the browser's answer as JSON, null when the person called it off
 */
export function usePasskey() {
  const { run } = useGraphqlMutation(askForPasskeyDocument)

  async function use(): Promise<string | null> {
    const { result } = await run()
    if (result.__typename !== 'AskForPasskeySuccess') throw new Error(result.message)
    const { startAuthentication } = await import('@simplewebauthn/browser')
    const optionsJSON = JSON.parse(result.options)
    return startAuthentication({ optionsJSON }).then(JSON.stringify, () => null)
  }

  async function make(options: string): Promise<string | null> {
    const { startRegistration } = await import('@simplewebauthn/browser')
    const optionsJSON = JSON.parse(options)
    return startRegistration({ optionsJSON }).then(JSON.stringify, () => null)
  }

  return { has: useHasPasskeys(), use, make }
}
