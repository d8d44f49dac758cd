import { graphql } from '#shared/generated/gql'

/** What the platform says to everybody now. */
export const announcementDocument = graphql(`
  query Announcement {
    announcement {
      text
      supportContact
    }
  }
`)
