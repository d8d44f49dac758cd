import { fieldsFor } from '#shared/visitor-types/fields'
import { visitorTypesDocument } from './visitor-kind-documents'
import type { FieldProblems } from './field-problems'

/**
 * What kind of visitors are invited, and what their host answers about them.
 * @returns `types` (in order), `typeId` (empty: none in particular), `answers` by key, `fields` that the host is asked, `isTyped`, and
 * `read()`, which gives what is sent and what is wrong
 */
export function useVisitorKind() {
  const { data } = useGraphqlQuery(visitorTypesDocument)
  const types = computed(() =>
    (data.value?.visitorTypes.edges ?? []).map(({ node }) => node).toSorted((one, other) => one.position - other.position),
  )
  const chosen = ref<string>()
  const answers = reactive<Record<string, string>>({})
  const typeId = computed({
    get: () => chosen.value ?? types.value.find(({ isDefault }) => isDefault)?.id ?? '',
    set: (id) => (chosen.value = id),
  })
  const type = computed(() => types.value.find(({ id }) => id === typeId.value))
  const fields = computed(() => fieldsFor(type.value?.fields ?? [], 'HOST'))
  const isTyped = computed(() => chosen.value !== undefined || Object.values(answers).some((answer) => answer !== ''))

  async function read() {
    const { checkAnswers } = await import('#shared/visitor-types/answers')
    const asked = Object.fromEntries(fields.value.map(({ key }) => [key, answers[key]]))
    const checked = checkAnswers(fields.value, asked)
    const problems: FieldProblems = Object.fromEntries(
      checked.problems.map(({ key, error, values = {} }) => [`answers.${key}`, { key: error, values }]),
    )
    const sent = Object.entries(checked.answers).map(([key, value]) => ({ key, value }))
    return { input: type.value ? { visitorTypeId: type.value.id, answers: sent } : {}, problems }
  }

  return { types, typeId, answers, fields, isTyped, read }
}
