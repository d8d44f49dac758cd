/** A role as far as its name goes. */
interface NamedRole {
  key: string
  name: string
  isBuiltIn: boolean
}

/** Names roles: those of the product in the reader's language, those of the organization as it named them. */
export function useRoleName(): (role: NamedRole) => string {
  const { t, te } = useI18n()
  return ({ key, name, isBuiltIn }) => (isBuiltIn && te(`admin.roleNames.${key}`) ? t(`admin.roleNames.${key}`) : name)
}
