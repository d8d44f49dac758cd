import { graphql } from '#shared/generated/gql'

/** What the platform's administrators say to everybody. */
export const platformSettingsDocument = graphql(`
  query PlatformSettings {
    platformSettings {
      supportContact
      noticeRu
      noticeEn
      noticeUntil
    }
  }
`)

/** Changes it. */
export const changePlatformSettingsDocument = graphql(`
  mutation ChangePlatformSettings($input: ChangePlatformSettingsInput!) {
    result: changePlatformSettings(input: $input) {
      __typename
      ...Refusal
    }
  }
`)
