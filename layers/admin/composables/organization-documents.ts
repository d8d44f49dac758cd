import { graphql } from '#shared/generated/gql'
import type { OrganizationPageQuery } from '#shared/generated/gql/graphql'

/** An organization of the platform's list. */
export type ListedOrganization = OrganizationPageQuery['organizations']['edges'][number]['node']

/** Organizations of the installation, by a part of the name or code. */
export const organizationPageDocument = graphql(`
  query OrganizationPage($first: Int, $last: Int, $after: String, $before: String, $search: String) {
    organizations(first: $first, last: $last, after: $after, before: $before, search: $search) {
      edges {
        node {
          id
          name
          code
          timeZone
          isSandbox
          createdAt
        }
      }
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
    }
  }
`)

/** Makes an organization. */
export const createOrganizationDocument = graphql(`
  mutation CreateOrganization($input: CreateOrganizationInput!) {
    result: createOrganization(input: $input) {
      __typename
      ... on CreateOrganizationSuccess {
        organization {
          id
        }
      }
      ...Refusal
    }
  }
`)

/** Invites an administrator of an organization. */
export const inviteOrganizationAdminDocument = graphql(`
  mutation InviteOrganizationAdmin($input: InviteOrganizationAdminInput!) {
    result: inviteOrganizationAdmin(input: $input) {
      __typename
      ...Refusal
    }
  }
`)

/** Enters an organization for a while. */
export const enterOrganizationDocument = graphql(`
  mutation EnterOrganization($input: EnterOrganizationInput!) {
    result: enterOrganization(input: $input) {
      __typename
      ...Refusal
    }
  }
`)

/** The organization of the viewer, as its settings show it. */
export const organizationSettingsDocument = graphql(`
  query OrganizationSettings {
    guestPolicy {
      companions
      privacyContact
    }
    viewer {
      organization {
        id
        name
        code
        timeZone
        locale
        createdAt
        branding {
          logoUrl
          primaryColor
        }
      }
    }
  }
`)

/** Changes the organization of the viewer. */
export const updateOrganizationDocument = graphql(`
  mutation UpdateOrganization($input: UpdateOrganizationInput!) {
    result: updateOrganization(input: $input) {
      __typename
      ...Refusal
    }
  }
`)

/** Changes what guests see of the organization. */
export const changeBrandingDocument = graphql(`
  mutation ChangeBranding($input: ChangeBrandingInput!) {
    result: changeBranding(input: $input) {
      __typename
      ...Refusal
    }
  }
`)

/** Sets what guests may do by themselves. */
export const setGuestPolicyDocument = graphql(`
  mutation SetGuestPolicy($input: SetGuestPolicyInput!) {
    result: setGuestPolicy(input: $input) {
      __typename
      ...Refusal
    }
  }
`)
