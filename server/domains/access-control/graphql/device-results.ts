import { isFailure, type Failure } from '../../../core/errors'
import { builder } from '../../../graphql/builder'
import { resultUnion } from '../../../graphql/failures'
import type { DeviceRow } from '../use-cases/list-devices'

/** The result of a mutation that changes a device. */
export function deviceResult(name: string, description: string) {
  const success = builder.objectRef<{ device: DeviceRow }>(`${name}Success`).implement({
    description,
    fields: (t) => ({ device: t.field({ type: 'Device', description: 'The device.', resolve: ({ device }) => device }) }),
  })
  return resultUnion(`${name}Result`, [success], ['NotFound', 'ValidationFailed'], `${name}Success`)
}

/** What such a mutation answers. */
export async function deviceAnswer(work: Promise<DeviceRow | Failure>): Promise<{ device: DeviceRow } | Failure> {
  const device = await work
  return isFailure(device) ? device : { device }
}

/** An input that names a device and nothing else. */
export const deviceInput = (name: string, description: string) =>
  builder.inputType(name, { description, fields: (t) => ({ deviceId: t.id({ required: true, description: 'The device.' }) }) })
