import type { Actor } from '../../core/ctx'
import { GraphqlContext } from '../context'
import type { Rows } from '../loaders'

/** An actor that tells when anybody looks at who it is, and not only at what kind of actor. */
const watched = (actor: Actor, onPerson: () => void): Actor =>
  new Proxy(actor, {
    get(target, name, receiver) {
      if (name !== 'type') onPerson()
      return Reflect.get(target, name, receiver) as unknown
    },
    ownKeys(target) {
      onPerson()
      return Reflect.ownKeys(target)
    },
  })

/**
 * A context with the rights of another one, which knows whether what was done with it depends on the person: on more than their rights,
 * their language and the host that they are.
 * @param rows what others of the organization read as well
 */
export function watchedContext(ctx: GraphqlContext, rows?: Rows): { contextValue: GraphqlContext; isPersonal: () => boolean } {
  let isPersonal = false
  const actor = watched(ctx.actor, () => {
    isPersonal = true
  })
  const { organizationId, hostId, permissions, ownPermissions, narrowed, delegated, language, traceId } = ctx
  const principal = { actor, organizationId, hostId, permissions, ownPermissions, narrowed, delegated }
  return { contextValue: new GraphqlContext(principal, { language, traceId }, null, rows), isPersonal: () => isPersonal }
}
