import { badgeColorSchema, visitorFormSchema } from '#shared/visitor-types/form'
import { contentOf, type DraftProblems, type TypeDraft } from './type-draft'

/** What is wrong with a draft, by the schema of the API. */
export function problemsOf(draft: TypeDraft): DraftProblems {
  const { name, badgeColor, ...form } = contentOf(draft)
  const result = visitorFormSchema.safeParse(form)
  const found = (result.error?.issues ?? []).toReversed().map((issue): [string, DraftProblems[string]] => {
    // What is wrong with one language is told of the text.
    const path = issue.path.filter((part) => part !== 'ru' && part !== 'en').join('.')
    return [path, { key: issue.message.startsWith('errors.') ? issue.message : 'errors.validationFailed', values: { ...issue } }]
  })
  if (!badgeColorSchema.safeParse(badgeColor).success) found.push(['badgeColor', { key: 'errors.colorInvalid', values: {} }])
  if (name.trim() === '') found.push(['name', { key: 'errors.nameRequired', values: {} }])
  return Object.fromEntries(found)
}
