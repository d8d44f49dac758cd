import { graphql } from '#shared/generated/gql'
import type { SingleSignOnQuery } from '#shared/generated/gql/graphql'

/** The provider as it is set up. */
export type ShownProvider = NonNullable<SingleSignOnQuery['identityProvider']>

/** By what a provider knows the organization here. */
export type ShownAddresses = SingleSignOnQuery['providerAddresses']

/** A domain of the list. */
export type ShownDomain = SingleSignOnQuery['emailDomains'][number]

/** How people sign in by the organization's own provider. */
export const singleSignOnDocument = graphql(`
  query SingleSignOn {
    providerAddresses {
      redirectUrl
      callbackUrl
      entityId
    }
    identityProvider {
      name
      protocol
      issuer
      clientId
      samlUrl
      samlCertificates
      emailClaim
      emailVerifiedClaim
      nameClaim
      secondFactor
      isEnabled
      isRequired
      breakGlassMemberId
      newRoleId
      testedAt
      hasPassedTest
      testSteps {
        step
        problem
        detail
      }
    }
    emailDomains {
      domain
      verifiedAt
      recordName
      recordValue
    }
  }
`)

/** Sets the provider up. */
export const setIdentityProviderDocument = graphql(`
  mutation SetIdentityProvider($input: SetIdentityProviderInput!) {
    result: setIdentityProvider(input: $input) {
      __typename
      ... on ValidationFailed {
        fields {
          path
          message
        }
      }
      ... on UserError {
        message
      }
    }
  }
`)

/** Takes it away. */
export const removeIdentityProviderDocument = graphql(`
  mutation RemoveIdentityProvider {
    result: removeIdentityProvider {
      __typename
      ...Refusal
    }
  }
`)

/** Begins a test of it. */
export const testIdentityProviderDocument = graphql(`
  mutation TestIdentityProvider {
    result: testIdentityProvider {
      __typename
      ... on TestIdentityProviderSuccess {
        url
      }
      ... on UserError {
        message
      }
    }
  }
`)

/** Names a domain. */
export const addEmailDomainDocument = graphql(`
  mutation AddEmailDomain($input: AddEmailDomainInput!) {
    result: addEmailDomain(input: $input) {
      __typename
      ... on AddEmailDomainSuccess {
        domain {
          domain
        }
      }
      ... on ValidationFailed {
        fields {
          message
        }
      }
      ... on UserError {
        message
      }
    }
  }
`)

/** Verifies it. */
export const verifyEmailDomainDocument = graphql(`
  mutation VerifyEmailDomain($input: VerifyEmailDomainInput!) {
    result: verifyEmailDomain(input: $input) {
      __typename
      ... on ValidationFailed {
        fields {
          message
        }
      }
      ... on UserError {
        message
      }
    }
  }
`)

/** Gives it up. */
export const removeEmailDomainDocument = graphql(`
  mutation RemoveEmailDomain($input: RemoveEmailDomainInput!) {
    result: removeEmailDomain(input: $input) {
      __typename
      ... on ValidationFailed {
        fields {
          message
        }
      }
      ... on UserError {
        message
      }
    }
  }
`)
