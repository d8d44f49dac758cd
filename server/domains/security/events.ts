import { z } from 'zod'
import { defineEvent } from '../../core/define-event'

/** A one-time link was made for a person: by an invitation, or to set a new password. */
export const AccountLinkMade = defineEvent('account_link.made', z.object({ accountLinkId: z.uuid() }), { entity: 'accountLinkId' })

/** How a person signs in was changed, and they shall be told. */
export const AccountChanged = defineEvent('account.changed', z.object({ accountNoticeId: z.uuid() }), { entity: 'accountNoticeId' })

/** Who belongs to groups of a directory was changed, or what the groups give: the roles of these people have to follow. */
export const GroupRolesChanged = defineEvent('group_roles.changed', z.object({ groupId: z.string(), userIds: z.array(z.uuid()) }), {
  entity: 'groupId',
})
