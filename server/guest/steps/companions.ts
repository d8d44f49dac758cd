import { isFailure } from '../../core/errors'
import { findCompanions } from '../../domains/appointments/use-cases/companions/find-companions'
import { nameCompanion } from '../../domains/appointments/use-cases/companions/name-companion'
import { takeCompanionBack } from '../../domains/appointments/use-cases/companions/take-companion-back'
import { isAwaited } from '../../domains/credentials/use-cases/guest-view'
import type { StepRoute } from '../step'

/** Who else comes with the guest: named, shown with how they stand, taken back. */
export const companionsStep: StepRoute<'companions'> = {
  open: async ({ invite, ctx }) => {
    const { limit, companions } = await findCompanions(invite)
    if (limit === 0 && companions.length === 0) return null
    const isOpen = isAwaited(invite, ctx.now())
    return { companions, isOpen, left: isOpen ? Math.max(0, limit - companions.length) : 0 }
  },
  submit: async ({ ctx, invite }, fields) => {
    const gone = fields.get('remove')
    if (gone !== null) return (await takeCompanionBack(ctx, invite, gone)) ?? { done: 'removed' }
    const named = await nameCompanion(ctx, invite, { name: fields.get('name') ?? '', email: fields.get('email') })
    return isFailure(named) ? named : { done: 'added' }
  },
}
