import { graphql } from '#shared/generated/gql'

/** How the reader signs in. */
export const accountSecurityDocument = graphql(`
  query AccountSecurity {
    accountSecurity {
      totpSince
      recoveryCodesLeft
      passwordMinimum
      isDemanded
    }
  }
`)

/** Proves again who is at the session. */
export const confirmIdentityDocument = graphql(`
  mutation ConfirmIdentity($input: ConfirmIdentityInput!) {
    result: confirmIdentity(input: $input) {
      __typename
      ... on UserError {
        message
      }
    }
  }
`)

/** Asks for a seed for an authenticator app. */
export const startTotpDocument = graphql(`
  mutation StartTotp {
    result: startTotp {
      __typename
      ... on StartTotpSuccess {
        secret
        uri
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

/** Takes it into use. */
export const confirmTotpDocument = graphql(`
  mutation ConfirmTotp($input: ConfirmTotpInput!) {
    result: confirmTotp(input: $input) {
      __typename
      ... on ConfirmTotpSuccess {
        recoveryCodes
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

/** Asks for new recovery codes. */
export const renewRecoveryCodesDocument = graphql(`
  mutation RenewRecoveryCodes {
    result: renewRecoveryCodes {
      __typename
      ... on RenewRecoveryCodesSuccess {
        recoveryCodes
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

/** Turns the authenticator app off. */
export const disableTotpDocument = graphql(`
  mutation DisableTotp($input: DisableTotpInput!) {
    result: disableTotp(input: $input) {
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

/** Changes the reader's own password. */
export const changePasswordDocument = graphql(`
  mutation ChangePassword($input: ChangePasswordInput!) {
    result: changePassword(input: $input) {
      __typename
      ... on ChangePasswordSuccess {
        endedSessions
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
