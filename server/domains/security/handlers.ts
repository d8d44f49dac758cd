import { on, run, type Handler } from '../../core/handlers'
import { GroupRolesChanged } from './events'
import { ApplyGroupRoles } from './jobs'
import { applyGroupRoles } from './use-cases/provisioning/apply-group-roles'

const handlers: Handler[] = [on(GroupRolesChanged, ApplyGroupRoles, ({ userIds }) => ({ userIds })), run(ApplyGroupRoles, applyGroupRoles)]

export default handlers
