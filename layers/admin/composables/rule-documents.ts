import { graphql } from '#shared/generated/gql'
import type { AccessRuleFormFragment, RuleChoicesQuery, RulePreviewQuery } from '#shared/generated/gql/graphql'

/** A rule of access as the form changes it. */
export type Rule = AccessRuleFormFragment

/** A site with what rules can speak of there. */
export type RuleSite = RuleChoicesQuery['sites']['edges'][number]['node']

/** What can be chosen for a rule. */
export interface RuleChoices {
  sites: RuleSite[]
  visitorTypes: { id: string; name: string }[]
}

/** What a change of the rules would do. */
export type RulePreviewAnswer = RulePreviewQuery['previewAccessRule']

graphql(`
  fragment AccessRuleForm on AccessRule {
    id
    name
    effect
    needsEscort
    isAssigned
    entriesLimit
    entriesPer
    version
    site {
      id
      name
    }
    gates {
      id
      name
    }
    zones {
      id
      name
    }
    visitorTypes {
      id
      name
    }
    windows {
      weekdays
      from
      to
      holidays
    }
  }
`)

/** The rules that hold, in their order. */
export const ruleListDocument = graphql(`
  query RuleList {
    accessRules {
      ...AccessRuleForm
    }
  }
`)

/** One rule. */
export const ruleDocument = graphql(`
  query RuleDetails($id: ID!) {
    node(id: $id) {
      __typename
      ... on AccessRule {
        ...AccessRuleForm
      }
    }
  }
`)

/** What can be chosen for a rule. */
export const ruleChoicesDocument = graphql(`
  query RuleChoices {
    sites(first: 100) {
      edges {
        node {
          id
          name
          timeZone
          gates(first: 50) {
            edges {
              node {
                id
                name
                zone {
                  id
                }
              }
            }
          }
          zones {
            id
            name
            isRestricted
          }
        }
      }
    }
    visitorTypes(first: 100, filter: { isArchived: false }) {
      edges {
        node {
          id
          name
        }
      }
    }
  }
`)

/** Rules that can be assigned, and those that a pass and its visit have. */
export const assignedRulesDocument = graphql(`
  query AssignedRules($id: ID!) {
    accessRules {
      id
      name
      effect
      isAssigned
      site {
        id
      }
    }
    node(id: $id) {
      __typename
      ... on VisitPass {
        id
        accessRules {
          id
        }
        appointment {
          id
          accessRules {
            id
          }
          series {
            rule
          }
          site {
            id
          }
        }
      }
    }
  }
`)

/** Assigns rules to a pass. */
export const assignPassRulesDocument = graphql(`
  mutation AssignPassRules($input: AssignPassRulesInput!) {
    result: assignPassRules(input: $input) {
      __typename
      ...Refusal
    }
  }
`)

/** Assigns rules to a visit. */
export const assignVisitRulesDocument = graphql(`
  mutation AssignVisitRules($input: AssignVisitRulesInput!) {
    result: assignVisitRules(input: $input) {
      __typename
      ...Refusal
    }
  }
`)

/** Makes a rule. */
export const createRuleDocument = graphql(`
  mutation CreateRule($input: CreateAccessRuleInput!) {
    result: createAccessRule(input: $input) {
      __typename
      ...Refusal
    }
  }
`)

/** Changes a rule. */
export const updateRuleDocument = graphql(`
  mutation UpdateRule($input: UpdateAccessRuleInput!) {
    result: updateAccessRule(input: $input) {
      __typename
      ...Refusal
    }
  }
`)

/** Deletes a rule. */
export const deleteRuleDocument = graphql(`
  mutation DeleteRule($input: DeleteAccessRuleInput!) {
    result: deleteAccessRule(input: $input) {
      __typename
      ... on UserError {
        message
      }
    }
  }
`)

/** Puts the rules into another order. */
export const arrangeRulesDocument = graphql(`
  mutation ArrangeRules($input: ArrangeAccessRulesInput!) {
    result: arrangeAccessRules(input: $input) {
      __typename
      ...Refusal
    }
  }
`)

/** Which entries a change would decide otherwise. */
export const rulePreviewDocument = graphql(`
  query RulePreview($input: PreviewAccessRuleInput!) {
    previewAccessRule(input: $input) {
      looked
      isAll
      changed {
        at
        reasonBefore
        reasonAfter
        escortBefore
        escortAfter
        gate {
          name
          site {
            timeZone
          }
        }
        visitPass {
          id
          visitor {
            name
          }
        }
      }
    }
  }
`)
