import { graphql } from '#shared/generated/gql'
import type { CalendarFeedFactsFragment } from '#shared/generated/gql/graphql'

/** A secret address of a calendar, without what opens it. */
export type Feed = CalendarFeedFactsFragment

graphql(`
  fragment CalendarFeedFacts on CalendarFeed {
    id
    content
    hint
    createdAt
    lastUsedAt
  }
`)

/** Secret addresses of a host's calendar. */
export const feedsDocument = graphql(`
  query CalendarFeeds($hostId: ID) {
    calendarFeeds(hostId: $hostId) {
      ...CalendarFeedFacts
    }
  }
`)

/** Makes one. */
export const createFeedDocument = graphql(`
  mutation CreateCalendarFeed($input: CreateCalendarFeedInput!) {
    result: createCalendarFeed(input: $input) {
      __typename
      ... on CreateCalendarFeedSuccess {
        url
      }
      ...Refusal
    }
  }
`)

/** Puts another in its place. */
export const replaceFeedDocument = graphql(`
  mutation ReplaceCalendarFeed($input: ReplaceCalendarFeedInput!) {
    result: replaceCalendarFeed(input: $input) {
      __typename
      ... on ReplaceCalendarFeedSuccess {
        url
      }
      ... on UserError {
        message
      }
    }
  }
`)

/** Withdraws it. */
export const revokeFeedDocument = graphql(`
  mutation RevokeCalendarFeed($input: RevokeCalendarFeedInput!) {
    result: revokeCalendarFeed(input: $input) {
      __typename
      ... on RevokeCalendarFeedSuccess {
        calendarFeed {
          id
        }
      }
      ... on UserError {
        message
      }
    }
  }
`)
