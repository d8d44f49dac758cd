import { ruleChoicesDocument, type RuleChoices } from './rule-documents'

/** Everything that a rule of access can name. @returns `choices`, `error`, `refresh` */
export async function useRuleChoices() {
  const { data, error, refresh } = await useGraphqlQuery(ruleChoicesDocument)
  const choices = computed<RuleChoices | undefined>(
    () =>
      data.value && {
        sites: data.value.sites.edges.map(({ node }) => node),
        visitorTypes: data.value.visitorTypes.edges.map(({ node }) => node),
      },
  )
  return { choices, error, refresh }
}
