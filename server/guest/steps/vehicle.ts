import { plateOf } from '../../domains/credentials/use-cases/vehicle-plate'
import { isFailure } from '../../core/errors'
import { isAwaited } from '../../domains/credentials/use-cases/guest-view'
import { setVehiclePlate } from '../../domains/credentials/use-cases/set-vehicle-plate'
import type { StepRoute } from '../step'

/** In which vehicle the guest comes. */
export const vehicleStep: StepRoute<'vehicle'> = {
  open: async ({ invite: { pass, ...invite }, ctx }) => ({
    plate: pass.visitor ? plateOf(pass.visitor, pass) : null,
    isOpen: isAwaited({ pass, ...invite }, ctx.now()),
  }),
  remembers: () => ({ plate: 'plate' }),
  submit: async ({ ctx, invite }, fields) => {
    const set = await setVehiclePlate(ctx, invite, fields.get('plate') ?? '')
    if (isFailure(set)) return set
    return { done: set.plate === null ? 'removed' : 'saved', to: 'vehicle' }
  },
}
