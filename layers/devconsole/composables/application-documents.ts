import { graphql } from '#shared/generated/gql'
import type { DevconsoleQuery } from '#shared/generated/gql/graphql'

/** A program with its keys. */
export type ListedApplication = DevconsoleQuery['applications'][number]

/** A key as the page shows it. */
export type ListedKey = ListedApplication['keys'][number]

/** A service client as the page shows it. */
export type ListedClient = ListedApplication['clients'][number]

/** Programs with their keys, and what the reader may allow one. */
export const devconsoleDocument = graphql(`
  query Devconsole {
    grantableScopes
    applications {
      id
      name
      description
      scopes
      keys {
        id
        hint
        scopes
        createdAt
        lastUsedAt
        expiresAt
        rotatedAt
        revokedAt
      }
      clients {
        id
        oauthName
        scopes
        createdAt
        lastUsedAt
        revokedAt
      }
    }
  }
`)

/** Makes an application. */
export const createApplicationDocument = graphql(`
  mutation CreateApplication($input: CreateApplicationInput!) {
    result: createApplication(input: $input) {
      __typename
      ... on CreateApplicationSuccess {
        application {
          id
        }
      }
      ...Refusal
    }
  }
`)

/** Changes an application. */
export const updateApplicationDocument = graphql(`
  mutation UpdateApplication($input: UpdateApplicationInput!) {
    result: updateApplication(input: $input) {
      __typename
      ... on UpdateApplicationSuccess {
        application {
          id
        }
      }
      ...Refusal
    }
  }
`)

/** Makes a key. */
export const createApiKeyDocument = graphql(`
  mutation CreateApiKey($input: CreateApiKeyInput!) {
    result: createApiKey(input: $input) {
      __typename
      ... on CreateApiKeySuccess {
        key
      }
      ...Refusal
    }
  }
`)

/** Replaces a key. */
export const rotateApiKeyDocument = graphql(`
  mutation RotateApiKey($input: RotateApiKeyInput!) {
    result: rotateApiKey(input: $input) {
      __typename
      ... on RotateApiKeySuccess {
        key
      }
      ...Refusal
    }
  }
`)

/** Withdraws a key. */
export const revokeApiKeyDocument = graphql(`
  mutation RevokeApiKey($input: RevokeApiKeyInput!) {
    result: revokeApiKey(input: $input) {
      __typename
      ... on RevokeApiKeySuccess {
        apiKey {
          id
        }
      }
      ...Refusal
    }
  }
`)
