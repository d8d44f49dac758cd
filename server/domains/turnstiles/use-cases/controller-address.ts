import type { ControllerDriver } from '../../../generated/prisma/enums'

const schemes: Record<ControllerDriver, readonly string[]> = { HTTP: ['https:', 'http:'], MQTT: ['mqtts:', 'mqtt:'] }

/** The text that says why an address can be no controller's; null for one that can. Where it leads is looked at when it is asked. */
export function addressProblem({ driver, url: text }: { driver: ControllerDriver; url: string }): 'controllerUrl' | null {
  const url = URL.parse(text)
  const isGood = url !== null && schemes[driver].includes(url.protocol) && url.hostname !== '' && !url.username && !url.password
  return isGood ? null : 'controllerUrl'
}
