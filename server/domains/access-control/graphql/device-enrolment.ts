import { isFailure } from '../../../core/errors'
import { builder } from '../../../graphql/builder'
import { resultUnion } from '../../../graphql/failures'
import { enrolDevice, type EnrolledDevice } from '../use-cases/enrol-device'
import { DeviceKindType } from './devices'

const EnrolDeviceInput = builder.inputType('EnrolDeviceInput', {
  description: 'A code that was made for a device.',
  fields: (t) => ({
    enrolmentCode: t.string({ required: true, description: 'The code; case, spaces and hyphens do not matter.' }),
    keepInCookie: t.boolean({
      description: 'For browsers: the token goes into a cookie that scripts cannot read, and not into the answer.',
    }),
  }),
})

interface Shown extends Omit<EnrolledDevice, 'token'> {
  token: string | null
}

const EnrolDeviceSuccess = builder.objectRef<Shown>('EnrolDeviceSuccess').implement({
  description: 'The device is enrolled.',
  fields: (t) => ({
    token: t.exposeString('token', { nullable: true, description: 'Its token, this one time; null where it went into a cookie.' }),
    name: t.string({ description: 'What people call it.', resolve: ({ device }) => device.name }),
    kind: t.field({ type: DeviceKindType, description: 'What it is for.', resolve: ({ device }) => device.kind }),
    organizationName: t.exposeString('organizationName', { description: 'Name of the organization that it serves.' }),
    enrolledGateId: t.globalID({
      nullable: true,
      description: 'Global id of the gate that it may scan at.',
      resolve: ({ device }) => (device.gates[0] ? { type: 'Gate', id: device.gates[0].gateId } : null),
    }),
    mayAdmit: t.boolean({
      description: 'Whether it may let people in there.',
      resolve: ({ device }) => device.gates[0]?.mayAdmit ?? false,
    }),
  }),
})

builder.mutationField('enrolDevice', (t) =>
  t.field({
    type: resultUnion('EnrolDeviceResult', [EnrolDeviceSuccess], ['NotFound', 'TooManyAttempts', 'ValidationFailed'], 'EnrolDeviceSuccess'),
    description: 'Makes whoever sends the code the device that it was made for: once, within ten minutes. Nobody has to be signed in.',
    args: { input: t.arg({ type: EnrolDeviceInput, required: true, description: 'The code.' }) },
    resolve: async (_, { input }, ctx) => {
      const enrolled = await enrolDevice(ctx, { enrolmentCode: input.enrolmentCode })
      if (isFailure(enrolled) || !input.keepInCookie || !ctx.cookies) return enrolled
      ctx.cookies.setDevice(enrolled.token)
      return { ...enrolled, token: null }
    },
  }),
)
