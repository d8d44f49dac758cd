import { graphql } from '#shared/generated/gql'
import type { WebhookDeliveriesQuery, WebhookEndpointQuery, WebhooksQuery } from '#shared/generated/gql/graphql'

/** An endpoint as the list shows it. */
export type ListedEndpoint = WebhooksQuery['webhookEndpoints'][number]

/** An event that an endpoint can be told of. */
export type ListedEventType = WebhooksQuery['webhookEventTypes'][number]

/** An application that can have endpoints. */
export type WebhookApplication = WebhooksQuery['applications'][number]

/** An endpoint as its own page shows it. */
export type ShownEndpoint = Extract<NonNullable<WebhookEndpointQuery['node']>, { __typename: 'WebhookEndpoint' }>

/** A delivery as the list shows it. */
export type ListedDelivery = WebhookDeliveriesQuery['webhookDeliveries']['edges'][number]['node']

/** Endpoints, and what making one needs. */
export const webhooksDocument = graphql(`
  query Webhooks {
    webhookEndpoints {
      id
      url
      applicationName
      description
      eventTypes
      disabledAt
      disabledFor
      succeededAt
      failingSince
    }
    webhookEventTypes {
      name
      scope
      description
      example
    }
    applications {
      id
      name
      scopes
    }
  }
`)

/** One endpoint. */
export const webhookEndpointDocument = graphql(`
  query WebhookEndpoint($id: ID!) {
    node(id: $id) {
      __typename
      ... on WebhookEndpoint {
        id
        url
        applicationName
        description
        eventTypes
        selection
        createdAt
        disabledAt
        disabledFor
        succeededAt
        failingSince
        signingSecrets
        days {
          day
          delivered
          failed
          averageMilliseconds
          slowestMilliseconds
        }
      }
    }
    webhookEventTypes {
      name
      scope
      description
      example
    }
  }
`)

/** What an endpoint was told. */
export const webhookDeliveriesDocument = graphql(`
  query WebhookDeliveries($webhookEndpointId: ID!, $status: WebhookDeliveryStatus, $after: String) {
    webhookDeliveries(webhookEndpointId: $webhookEndpointId, status: $status, first: 25, after: $after) {
      edges {
        node {
          id
          type
          isExample
          status
          problem
          attemptCount
          occurredAt
          deliveredAt
          nextAttemptAt
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`)

/** One delivery with its attempts. */
export const webhookDeliveryDocument = graphql(`
  query WebhookDelivery($id: ID!) {
    node(id: $id) {
      __typename
      ... on WebhookDelivery {
        id
        message
        type
        isExample
        status
        problem
        occurredAt
        deliveredAt
        nextAttemptAt
        body
        attempts {
          number
          startedAt
          milliseconds
          statusCode
          problem
          response
        }
      }
    }
  }
`)

/** Makes an endpoint. */
export const createWebhookEndpointDocument = graphql(`
  mutation CreateWebhookEndpoint($input: CreateWebhookEndpointInput!) {
    result: createWebhookEndpoint(input: $input) {
      __typename
      ... on CreateWebhookEndpointSuccess {
        secret
        webhookEndpoint {
          id
        }
      }
      ...Refusal
    }
  }
`)

/** Changes, enables or disables an endpoint. */
export const updateWebhookEndpointDocument = graphql(`
  mutation UpdateWebhookEndpoint($input: UpdateWebhookEndpointInput!) {
    result: updateWebhookEndpoint(input: $input) {
      __typename
      ... on UpdateWebhookEndpointSuccess {
        webhookEndpoint {
          id
        }
      }
      ...Refusal
    }
  }
`)

/** Deletes an endpoint. */
export const deleteWebhookEndpointDocument = graphql(`
  mutation DeleteWebhookEndpoint($input: DeleteWebhookEndpointInput!) {
    result: deleteWebhookEndpoint(input: $input) {
      __typename
      ... on DeleteWebhookEndpointSuccess {
        deletedId
      }
      ...Refusal
    }
  }
`)

/** Replaces the secret of an endpoint. */
export const rotateWebhookSecretDocument = graphql(`
  mutation RotateWebhookSecret($input: RotateWebhookSecretInput!) {
    result: rotateWebhookSecret(input: $input) {
      __typename
      ... on RotateWebhookSecretSuccess {
        secret
      }
      ...Refusal
    }
  }
`)

/** Sends what an endpoint has missed. */
export const recoverWebhookDeliveriesDocument = graphql(`
  mutation RecoverWebhookDeliveries($input: RecoverWebhookDeliveriesInput!) {
    result: recoverWebhookDeliveries(input: $input) {
      __typename
      ... on RecoverWebhookDeliveriesSuccess {
        webhookEndpoint {
          id
        }
      }
      ...Refusal
    }
  }
`)

/** Sends an example. */
export const sendWebhookExampleDocument = graphql(`
  mutation SendWebhookExample($input: SendWebhookExampleInput!) {
    result: sendWebhookExample(input: $input) {
      __typename
      ... on SendWebhookExampleSuccess {
        webhookDelivery {
          id
        }
      }
      ...Refusal
    }
  }
`)

/** Sends a delivery again. */
export const resendWebhookDeliveryDocument = graphql(`
  mutation ResendWebhookDelivery($input: ResendWebhookDeliveryInput!) {
    result: resendWebhookDelivery(input: $input) {
      __typename
      ... on ResendWebhookDeliverySuccess {
        webhookDelivery {
          id
        }
      }
      ...Refusal
    }
  }
`)

/** Tries a selection on a real object. */
export const tryWebhookSelectionDocument = graphql(`
  mutation TryWebhookSelection($input: TryWebhookSelectionInput!) {
    result: tryWebhookSelection(input: $input) {
      __typename
      ... on TryWebhookSelectionSuccess {
        result
      }
      ...Refusal
    }
  }
`)
