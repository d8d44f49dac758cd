import { graphql } from '#shared/generated/gql'
import type { StatisticsQuery, StatisticsScopeQuery } from '#shared/generated/gql/graphql'

/** At what the reader may look. */
export type StatisticsScope = StatisticsScopeQuery['statisticsScope']

/** What a period came to. */
export type PeriodStatistics = NonNullable<StatisticsQuery['statistics']>

/** What visits of a period, a day, a site or a department came to. */
export type Figures = PeriodStatistics['totals']

/** Sites and departments that the reader may look at. */
export const statisticsScopeDocument = graphql(`
  query StatisticsScope {
    statisticsScope {
      sites {
        id
        name
        timeZone
      }
      departments {
        departmentId
        name
        level
      }
    }
  }
`)

/** What visits of a period came to. */
export const statisticsDocument = graphql(`
  query Statistics($from: String!, $to: String!, $siteId: ID, $departmentId: ID) {
    statistics(from: $from, to: $to, siteId: $siteId, departmentId: $departmentId) {
      totals {
        ...Figures
      }
      before {
        ...Figures
      }
      days {
        day
        figures {
          ...Figures
        }
      }
      hours {
        weekday
        hour
        entries
      }
      denials {
        reason
        count
      }
      sites {
        site {
          id
          name
        }
        figures {
          ...Figures
        }
      }
      departments {
        department {
          departmentId
          name
        }
        figures {
          ...Figures
        }
      }
    }
  }
`)

// All that is said of a period, of its days and of its parts.
graphql(`
  fragment Figures on StatisticsFigures {
    expected
    came
    noShows
    entries
    people
    denied
    stays
    meanStay
    medianStay
    longStay
    mostInside
    busiestHour
  }
`)
