import { emptyForm, visitorFormSchema, type VisitorForm } from '#shared/visitor-types/form'

/** What a type asks, from its column. A type for which nothing was made yet asks nothing. */
export const formOf = (column: unknown): VisitorForm => (column === null ? emptyForm : visitorFormSchema.parse(column))
