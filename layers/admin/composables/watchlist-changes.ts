import { graphql } from '#shared/generated/gql'

/** Puts somebody on the list. */
export const addWatchlistEntryDocument = graphql(`
  mutation AddWatchlistEntry($input: AddWatchlistEntryInput!) {
    result: addWatchlistEntry(input: $input) {
      __typename
      ... on UserError {
        message
      }
      ... on ValidationFailed {
        fields {
          path
          message
        }
      }
    }
  }
`)

/** Has the list say more of somebody. */
export const changeWatchlistEntryDocument = graphql(`
  mutation ChangeWatchlistEntry($input: ChangeWatchlistEntryInput!) {
    result: changeWatchlistEntry(input: $input) {
      __typename
      ... on UserError {
        message
      }
      ... on ValidationFailed {
        fields {
          path
          message
        }
      }
    }
  }
`)

/** Proposes what takes two people. */
export const proposeWatchlistChangeDocument = graphql(`
  mutation ProposeWatchlistChange($input: ProposeWatchlistChangeInput!) {
    result: proposeWatchlistChange(input: $input) {
      __typename
      ... on UserError {
        message
      }
      ... on ValidationFailed {
        fields {
          path
          message
        }
      }
    }
  }
`)

/** Agrees to a proposal, or takes it back. */
export const decideWatchlistProposalDocument = graphql(`
  mutation DecideWatchlistProposal($input: DecideWatchlistProposalInput!) {
    result: decideWatchlistProposal(input: $input) {
      __typename
      ... on UserError {
        message
      }
      ... on ValidationFailed {
        fields {
          path
          message
        }
      }
    }
  }
`)

/** Answers a colleague’s wish. */
export const decideNotToAdmitDocument = graphql(`
  mutation DecideNotToAdmit($input: DecideNotToAdmitInput!) {
    result: decideNotToAdmit(input: $input) {
      __typename
      ... on UserError {
        message
      }
      ... on ValidationFailed {
        fields {
          path
          message
        }
      }
    }
  }
`)

/** Decides over a visitor. */
export const decideWatchlistMatchDocument = graphql(`
  mutation DecideWatchlistMatch($input: DecideWatchlistMatchInput!) {
    result: decideWatchlistMatch(input: $input) {
      __typename
      ... on DecideWatchlistMatchSuccess {
        watchlistMatch {
          id
          status
          waitsForAnother
        }
      }
      ... on UserError {
        message
      }
      ... on ValidationFailed {
        fields {
          path
          message
        }
      }
    }
  }
`)

/** Brings a part of a list of names in. */
export const importWatchlistDocument = graphql(`
  mutation ImportWatchlist($input: ImportWatchlistInput!) {
    result: importWatchlist(input: $input) {
      __typename
      ... on ImportWatchlistSuccess {
        watchlistImport {
          id
          added
          duplicates
        }
        problems {
          line
          message
        }
      }
      ... on UserError {
        message
      }
      ... on ValidationFailed {
        fields {
          path
          message
        }
      }
    }
  }
`)

/** Agrees to a whole list of names. */
export const confirmWatchlistImportDocument = graphql(`
  mutation ConfirmWatchlistImport($input: ConfirmWatchlistImportInput!) {
    result: confirmWatchlistImport(input: $input) {
      __typename
      ... on ConfirmWatchlistImportSuccess {
        confirmed
      }
      ... on UserError {
        message
      }
      ... on ValidationFailed {
        fields {
          path
          message
        }
      }
    }
  }
`)

/** Sets how the list is kept. */
export const setWatchlistPolicyDocument = graphql(`
  mutation SetWatchlistPolicy($input: SetWatchlistPolicyInput!) {
    result: setWatchlistPolicy(input: $input) {
      __typename
      ... on UserError {
        message
      }
      ... on ValidationFailed {
        fields {
          path
          message
        }
      }
    }
  }
`)
