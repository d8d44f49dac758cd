import '../domains/access-control/graphql/checkins'
import '../domains/access-control/graphql/live'
import '../domains/access-control/graphql/scan'
import '../domains/admin/graphql'
import '../domains/appointments/graphql'
import '../domains/credentials/graphql/invite'
import '../domains/credentials/graphql/visit-passes'
import '../domains/developer-console/graphql'
import '../domains/hosts/graphql'
import '../domains/notifications/graphql'
import '../domains/organizations/graphql'
import '../domains/security/graphql'
import '../domains/visitors/graphql'
import { builder } from './builder'
import { withPlainFields } from './plain-fields'

/** The schema of the product, built once per process from what the domains declare. */
export const schema = withPlainFields(builder.toSchema())
