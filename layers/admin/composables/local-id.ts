/** The local id in a global id, as codes, rules and keys of a roll call name things. */
export const localIdOf = (globalId: string): string => atob(globalId.replaceAll('-', '+').replaceAll('_', '/')).split(':')[1] ?? ''
