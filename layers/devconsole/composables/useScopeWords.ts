/** What a scope lets a program do, in the reader's words; a scope without words stands for itself. */
export function useScopeWords() {
  const { t, te } = useI18n()
  return (scope: string): string => {
    const key = `devconsole.permissions.${scope.replace(':', '_')}`
    return te(key) ? t(key) : scope
  }
}
