/** Light, dark, or what the device prefers. */
export type Theme = 'light' | 'dark' | 'system'

/** The themes, in the order of the menu. */
export const themes: readonly Theme[] = ['light', 'dark', 'system']

const isTheme = (text: unknown): text is Theme => themes.some((theme) => theme === text)

// Runs before the first paint, so that a dark page never flashes white.
const followDevice =
  `(()=>{const d=matchMedia('(prefers-color-scheme: dark)'),s=()=>{const c=(document.cookie.match(/gc_theme=(\\w+)/)||[])[1];` +
  `document.documentElement.classList.toggle('dark',c==='dark'||c!=='light'&&d.matches)};s();d.addEventListener('change',s);addEventListener('gc-theme',s)})()`

/**
 * The colours of staff pages. The layouts call it once with `install`; menus read `theme` and call `setTheme`.
 * The choice is a cookie, kept for a year.
 */
export function useTheme() {
  const chosen = useCookie<string>('gc_theme', { maxAge: 365 * 86_400, sameSite: 'lax', path: '/' })
  const theme = computed<Theme>(() => (isTheme(chosen.value) ? chosen.value : 'system'))

  function setTheme(next: Theme): void {
    chosen.value = next
    void nextTick(() => window.dispatchEvent(new Event('gc-theme')))
  }

  /** Puts the class on the page, from the server on. */
  function install(): void {
    useHead({ script: [{ innerHTML: followDevice, tagPriority: 'critical', key: 'theme' }] })
  }

  return { theme, setTheme, install }
}
