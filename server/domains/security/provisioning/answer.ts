import type { Ctx } from '../../../core/ctx'
import { changeProvisionedUser } from '../use-cases/provisioning/change-provisioned-user'
import { createProvisionedUser } from '../use-cases/provisioning/create-provisioned-user'
import { findProvisionedUser, findProvisionedUsers } from '../use-cases/provisioning/find-provisioned-users'
import { findProvisionedGroup, findProvisionedGroups } from '../use-cases/provisioning/provisioned-groups'
import { removeProvisionedUser } from '../use-cases/provisioning/remove-provisioned-user'
import { changeProvisionedGroup, createProvisionedGroup, removeProvisionedGroup } from '../use-cases/provisioning/write-provisioned-group'
import { resourceTypes, schemas, serviceProviderConfig } from './discovery'
import { groupChangesOfPatch, groupChangesOfResource } from './group-changes'
import { listResponse, pageOf } from './paging'
import { groupResource, userResource } from './resources'
import { notThere, ScimError } from './scim-error'
import { readPatch } from './scim-patch'
import { answerKnown, answerList, answerOne, done, type ScimAnswer, type ScimRequest } from './scim-request'
import { changesOfPatch, changesOfResource } from './user-changes'

type Answer = (ctx: Ctx, request: ScimRequest, id: string) => Promise<ScimAnswer>

/** What can be done with all resources of a kind, and with one of them, by method. */
interface Endpoint {
  all: Record<string, Answer>
  one: Record<string, Answer>
}

const users: Endpoint = {
  all: {
    GET: async (ctx, request) => {
      const page = pageOf(request.query)
      const { total, members } = await findProvisionedUsers(ctx, request.query.get('filter'), page)
      return answerList(total, page.startIndex, members.map(userResource), request)
    },
    POST: async (ctx, request) => answerOne(userResource(await createProvisionedUser(ctx, request.body)), request, 201),
  },
  one: {
    GET: async (ctx, request, id) => answerKnown(userResource(await findProvisionedUser(ctx, id)), request),
    PUT: async (ctx, request, id) => {
      const changed = await changeProvisionedUser(ctx, id, changesOfResource(request.body), request.ifMatch)
      return answerOne(userResource(changed), request)
    },
    PATCH: async (ctx, request, id) => {
      const changed = await changeProvisionedUser(ctx, id, changesOfPatch(readPatch(request.body)), request.ifMatch)
      return answerOne(userResource(changed), request)
    },
    DELETE: async (ctx, request, id) => {
      await removeProvisionedUser(ctx, id, request.ifMatch)
      return done
    },
  },
}

const groups: Endpoint = {
  all: {
    GET: async (ctx, request) => {
      const page = pageOf(request.query)
      const { total, groups: found } = await findProvisionedGroups(ctx, request.query.get('filter'), page)
      return answerList(total, page.startIndex, found.map(groupResource), request)
    },
    POST: async (ctx, request) => answerOne(groupResource(await createProvisionedGroup(ctx, request.body)), request, 201),
  },
  one: {
    GET: async (ctx, request, id) => answerKnown(groupResource(await findProvisionedGroup(ctx.db, id)), request),
    PUT: async (ctx, request, id) => {
      const changed = await changeProvisionedGroup(ctx, id, groupChangesOfResource(request.body), request.ifMatch)
      return answerOne(groupResource(changed), request)
    },
    PATCH: async (ctx, request, id) => {
      const changed = await changeProvisionedGroup(ctx, id, groupChangesOfPatch(readPatch(request.body)), request.ifMatch)
      return answerOne(groupResource(changed), request)
    },
    DELETE: async (ctx, request, id) => {
      await removeProvisionedGroup(ctx, id, request.ifMatch)
      return done
    },
  },
}

/** What is the same for every organization. */
const told = (list: () => { id: string }[]): Endpoint => ({
  all: { GET: async () => ({ status: 200, body: listResponse(list().length, 1, list()) }) },
  one: {
    GET: async (_, __, id) => {
      const found = list().find((one) => one.id === id)
      if (!found) throw notThere()
      return { status: 200, body: found }
    },
  },
})

const endpoints: Record<string, Endpoint> = {
  Users: users,
  Groups: groups,
  ResourceTypes: told(resourceTypes),
  Schemas: told(schemas),
  ServiceProviderConfig: { all: { GET: async () => ({ status: 200, body: serviceProviderConfig() }) }, one: {} },
}

/**
 * Answers a directory (RFC 7644) inside the organization whose token it has shown.
 * @throws ScimError for whatever is refused
 */
export async function answerDirectory(ctx: Ctx, request: ScimRequest): Promise<ScimAnswer> {
  const [name = '', id, ...more] = request.path
  const endpoint = Object.hasOwn(endpoints, name) ? endpoints[name] : undefined
  const methods = id === undefined ? endpoint?.all : endpoint?.one
  if (!methods || more.length > 0) throw notThere()
  const answer = Object.hasOwn(methods, request.method) ? methods[request.method] : undefined
  if (!answer) throw new ScimError(Object.keys(methods).length > 0 ? 405 : 404, 'This cannot be done with it')
  return answer(ctx, request, id ?? '')
}
