import { graphql } from '#shared/generated/gql'

/** Visits whose passes can be tried, by their beginning. */
export const trialVisitsDocument = graphql(`
  query TrialVisits($from: DateTime!) {
    appointments(first: 50, filter: { from: $from }) {
      edges {
        node {
          id
          startsAt
          timeZone
          visitPasses(first: 20) {
            edges {
              node {
                id
                visitor {
                  name
                }
              }
            }
          }
        }
      }
    }
  }
`)

/** What would come of showing a pass. */
export const scanTrialDocument = graphql(`
  query ScanTrial($visitPassId: ID!, $gateId: ID!, $direction: Direction!, $at: DateTime!) {
    simulateScan(visitPassId: $visitPassId, gateId: $gateId, direction: $direction, at: $at) {
      admitted
      reason
      trace
    }
  }
`)
