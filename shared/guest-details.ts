/** What a guest's browser remembers for the next visit, by a name that says what was asked. */
export type RememberedDetails = Record<string, string>
