import { isFailure } from '../../../core/errors'
import { builder } from '../../../graphql/builder'
import { resultUnion } from '../../../graphql/failures'
import { hasVirusScanner } from '../../../infra/virus-scan'
import { findFilePolicy, setFilePolicy, type FileRules } from '../use-cases/file-policy'

const FilePolicyType = builder.objectRef<FileRules>('FilePolicy').implement({
  description:
    'How long files of visitors are kept, in days after the last visit of their person (null: as long as the person), and what is demanded of them.',
  fields: (t) => ({
    photoDays: t.exposeInt('photoDays', { nullable: true, description: 'Photos.' }),
    identityDays: t.exposeInt('identityDays', { nullable: true, description: 'Identity documents.' }),
    insuranceDays: t.exposeInt('insuranceDays', { nullable: true, description: 'Insurances and permits.' }),
    otherDays: t.exposeInt('otherDays', { nullable: true, description: 'Other documents.' }),
    scanRequired: t.exposeBoolean('scanRequired', { description: 'Whether nothing is taken that no virus scanner has seen.' }),
    hasVirusScanner: t.boolean({ description: 'Whether this installation has one.', resolve: () => hasVirusScanner }),
  }),
})

builder.queryField('filePolicy', (t) =>
  t.field({ type: FilePolicyType, description: 'How long files of visitors are kept.', resolve: (_, __, ctx) => findFilePolicy(ctx) }),
)

const SetFilePolicyInput = builder.inputType('SetFilePolicyInput', {
  description: 'How long to keep files of visitors: days after the last visit, 1 to 3650; null: as long as the person.',
  fields: (t) => ({
    photoDays: t.int({ description: 'Photos.' }),
    identityDays: t.int({ description: 'Identity documents.' }),
    insuranceDays: t.int({ description: 'Insurances and permits.' }),
    otherDays: t.int({ description: 'Other documents.' }),
    scanRequired: t.boolean({ required: true, description: 'Whether to take nothing that no virus scanner has seen.' }),
  }),
})

const SetFilePolicySuccess = builder.objectRef<{ filePolicy: FileRules }>('SetFilePolicySuccess').implement({
  description: 'The policy holds; what is older goes within the hour.',
  fields: (t) => ({ filePolicy: t.field({ type: FilePolicyType, description: 'The policy.', resolve: ({ filePolicy }) => filePolicy }) }),
})

builder.mutationField('setFilePolicy', (t) =>
  t.field({
    type: resultUnion('SetFilePolicyResult', [SetFilePolicySuccess], ['ConfirmationRequired', 'ValidationFailed'], 'SetFilePolicySuccess'),
    description: 'Sets how long files of visitors are kept and what is demanded of them.',
    args: { input: t.arg({ type: SetFilePolicyInput, required: true, description: 'How long.' }) },
    resolve: async (_, { input }, ctx) => {
      const { photoDays = null, identityDays = null, insuranceDays = null, otherDays = null, scanRequired } = input
      const filePolicy = await setFilePolicy(ctx, { photoDays, identityDays, insuranceDays, otherDays, scanRequired })
      return isFailure(filePolicy) ? filePolicy : { filePolicy }
    },
  }),
)
