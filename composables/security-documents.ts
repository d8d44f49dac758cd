import { graphql } from '#shared/generated/gql'
import type { AccountSecurityQuery } from '#shared/generated/gql/graphql'

/** A passkey of the list. */
export type OwnPasskey = AccountSecurityQuery['accountSecurity']['passkeys'][number]

/** How the reader signs in. */
export const accountSecurityDocument = graphql(`
  query AccountSecurity {
    accountSecurity {
      totpSince
      recoveryCodesLeft
      passkeys {
        id
        name
        createdAt
        lastUsedAt
      }
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

/** Asks for a new passkey. */
export const startPasskeyDocument = graphql(`
  mutation StartPasskey {
    result: startPasskey {
      __typename
      ... on StartPasskeySuccess {
        options
      }
      ... on UserError {
        message
      }
    }
  }
`)

/** Keeps it. */
export const registerPasskeyDocument = graphql(`
  mutation RegisterPasskey($input: RegisterPasskeyInput!) {
    result: registerPasskey(input: $input) {
      __typename
      ... on RegisterPasskeySuccess {
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

/** Removes one. */
export const removePasskeyDocument = graphql(`
  mutation RemovePasskey($input: RemovePasskeyInput!) {
    result: removePasskey(input: $input) {
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

/** Asks whichever passkey the browser has. */
export const askForPasskeyDocument = graphql(`
  mutation AskForPasskey {
    result: askForPasskey {
      __typename
      ... on AskForPasskeySuccess {
        options
      }
      ... on UserError {
        message
      }
    }
  }
`)

/** Signs in by its answer. */
export const signInWithPasskeyDocument = graphql(`
  mutation SignInWithPasskey($input: SignInWithPasskeyInput!) {
    result: signInWithPasskey(input: $input) {
      __typename
      ... on UserError {
        message
      }
    }
  }
`)

/** Confirms by its answer. */
export const confirmByPasskeyDocument = graphql(`
  mutation ConfirmByPasskey($input: ConfirmByPasskeyInput!) {
    result: confirmByPasskey(input: $input) {
      __typename
      ... on UserError {
        message
      }
    }
  }
`)
