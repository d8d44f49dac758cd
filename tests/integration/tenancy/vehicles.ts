import { randomInt } from 'node:crypto'
import { setVehiclePlate } from '../../../server/domains/credentials/use-cases/set-vehicle-plate'
import type { TestOrganization } from '../../setup/organization'
import { asGuest, openedInvite } from '../guests/opened'

/** Has the guest of a pass name a car. */
export const nameCar = async (org: TestOrganization, passId: string): Promise<unknown> =>
  setVehiclePlate(asGuest(org), await openedInvite(passId), `A${randomInt(100, 999)}BC 77`)
