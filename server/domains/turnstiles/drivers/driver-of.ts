import type { AccessController } from '../../../generated/prisma/client'
import { keyringOf } from '../../../infra/keyring'
import { openAccess, reachOfAccess } from '../controller-access'
import type { ControllerDriver } from '../driver'
import { httpDriver } from './http'
import { mqttDriver } from './mqtt'

/** The driver of a controller. Whoever asks for one closes it. */
export async function driverOf(controller: AccessController): Promise<ControllerDriver> {
  const access = openAccess(await keyringOf(controller.organizationId), controller)
  const reach = reachOfAccess(access, controller.secretAt, new Date())
  return controller.driver === 'HTTP' ? httpDriver(reach) : mqttDriver(controller.id, reach)
}
