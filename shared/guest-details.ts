/** What a guest's browser may remember for the next visit, by the names of the fields in which it is typed. */
export const rememberedNames = ['name', 'company', 'phone', 'plate'] as const

/** One of them. */
export type RememberedName = (typeof rememberedNames)[number]

/** What a browser remembers. */
export type RememberedDetails = Partial<Record<RememberedName, string>>
