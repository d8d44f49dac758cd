import { graphql } from '#shared/generated/gql'

/** Types that guests can be invited as, with what their host is asked. */
export const visitorTypesDocument = graphql(`
  query HostVisitorTypes {
    visitorTypes(first: 100, filter: { isArchived: false }) {
      edges {
        node {
          id
          name
          isDefault
          position
          fields {
            key
            kind
            label {
              ru
              en
            }
            help {
              ru
              en
            }
            required
            answeredBy
            maxLength
            choices {
              key
              label {
                ru
                en
              }
            }
          }
        }
      }
    }
  }
`)
