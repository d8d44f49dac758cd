import { graphql } from '#shared/generated/gql'
import type { CheckinRowFragment, ScannedPassFragment } from '#shared/generated/gql/graphql'

/** A scan as lists show it. */
export type CheckinRow = CheckinRowFragment

/** What a verdict says of a pass. */
export type ScannedPass = ScannedPassFragment

graphql(`
  fragment CheckinRow on Checkin {
    id
    result
    reason
    direction
    forced
    forcedReason
    occurredAt
    movement
    notices
    isOffline
    isCorrection
    correctedBy
    clockOffset
    zoneTo {
      id
      name
    }
    gate {
      id
      name
    }
    visitPass {
      id
      type
      moves
      peopleInside
      presence
      insideSince
      whereabouts {
        zone {
          id
          name
        }
      }
      visitor {
        id
        name
        company
      }
      appointment {
        id
        host {
          id
          name
        }
      }
    }
  }
`)

graphql(`
  fragment ScannedPass on VisitPass {
    id
    type
    groupSize
    entriesUsed
    peopleInside
    moves
    status
    validFrom
    validTo
    visitor {
      id
      name
      company
    }
    appointment {
      id
      title
      startsAt
      endsAt
      timeZone
      host {
        id
        name
      }
      room {
        id
        name
      }
    }
  }
`)

/** The gate of a scanner and its newest scans. */
export const gateDocument = graphql(`
  query GateScanner($gateId: ID!) {
    node(id: $gateId) {
      __typename
      ... on Gate {
        id
        name
        readsCards
        readsPlates
        site {
          id
          name
          timeZone
        }
      }
    }
  }
`)

graphql(`
  fragment ScanAnswer on ScanPassResult {
    __typename
    ... on ScanAdmitted {
      notices
      checkin {
        ...CheckinRow
        accessRuleId
      }
      visitPass {
        ...ScannedPass
      }
    }
    ... on ScanDenied {
      reason
      message
      checkin {
        ...CheckinRow
      }
      knownPass: visitPass {
        ...ScannedPass
      }
    }
    ... on ScanIncomplete {
      missing
      visitPass {
        ...ScannedPass
      }
    }
    ...Refusal
  }
`)

/** One scan. */
export const scanPassDocument = graphql(`
  mutation ScanPass($input: ScanPassInput!) {
    scanPass(input: $input) {
      ...ScanAnswer
    }
  }
`)

/** Lets in at a gate whom somebody found by name. */
export const admitByNameDocument = graphql(`
  mutation AdmitByName($input: DeskScanInput!) {
    scanPass: checkInAtDesk(input: $input) {
      ...ScanAnswer
    }
  }
`)

/** Notes at a gate that whom somebody found by name went out. */
export const leaveByNameDocument = graphql(`
  mutation LeaveByName($input: DeskScanInput!) {
    scanPass: checkOutAtDesk(input: $input) {
      ...ScanAnswer
    }
  }
`)

/** Letting somebody in against the verdict. */
export const overrideScanDocument = graphql(`
  mutation OverrideScan($input: OverrideScanInput!) {
    overrideScan(input: $input) {
      ...ScanAnswer
    }
  }
`)

/** The arm did not turn. */
export const annulScanDocument = graphql(`
  mutation AnnulScan($input: AnnulScanInput!) {
    annulScan(input: $input) {
      __typename
      ... on AnnulScanSuccess {
        checkin {
          ...CheckinRow
        }
      }
      ...Refusal
    }
  }
`)

/** Where the feed stands; asked before the first list. */
export const feedCursorDocument = graphql(`
  query GateActivityCursor {
    gateActivityCursor
  }
`)

/** The newest scans, of a site or of one gate, with some results only. */
export const checkinsDocument = graphql(`
  query Checkins($first: Int!, $siteId: ID, $gateId: ID, $result: [ScanResult!]) {
    checkins(first: $first, filter: { siteId: $siteId, gateId: $gateId, result: $result }) {
      edges {
        node {
          ...CheckinRow
        }
      }
    }
  }
`)

/** What happens at the gates, as it happens. */
export const gateActivityDocument = graphql(`
  subscription GateActivity($siteId: ID, $gateId: ID, $after: String) {
    gateActivity(siteId: $siteId, gateId: $gateId, after: $after) {
      cursor
      checkin {
        ...CheckinRow
      }
    }
  }
`)

/** What a scan was decided by. */
export const checkinTraceDocument = graphql(`
  query CheckinTrace($id: ID!) {
    node(id: $id) {
      __typename
      ... on Checkin {
        trace
      }
    }
  }
`)
