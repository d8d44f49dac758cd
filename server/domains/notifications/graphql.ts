import { reachOf } from '../../core/authorize'
import { builder } from '../../graphql/builder'

const NotificationStatusType = builder.enumType('NotificationStatus', {
  description: 'How far a message came.',
  values: {
    QUEUED: { description: 'Waits to be sent.' },
    SENT: { description: 'The server of the recipient took it.' },
    FAILED: { description: 'It could not be sent so far; it is tried again.' },
    NO_ADDRESS: { description: 'The visitor left no address.' },
  } as const,
})

builder.objectField('VisitPass', 'inviteStatus', (t) =>
  t.field({
    type: NotificationStatusType,
    nullable: true,
    description: 'How far the invite came; null until the pass is issued.',
    resolve: async (pass, _, ctx) => {
      if (reachOf(ctx, 'pass:read') === 'none') return null
      if (pass.inviteStatus !== undefined) return pass.inviteStatus
      const found = await ctx.load.newestNotification(pass.id)
      return found?.status ?? null
    },
  }),
)
