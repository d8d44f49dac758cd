import { builder } from '../../../graphql/builder'
import { resultUnion } from '../../../graphql/failures'
import { isFailure, type Failure } from '../../../core/errors'
import type { EmailDomain } from '../../../generated/prisma/client'
import { proofName, proofValue } from '../single-sign-on/domain-proof'
import { addEmailDomain, listEmailDomains, removeEmailDomain, verifyEmailDomain } from '../use-cases/single-sign-on/email-domains'

const EmailDomainType = builder.objectRef<EmailDomain>('EmailDomain').implement({
  description: 'A domain of e-mail addresses that an organization calls its own.',
  fields: (t) => ({
    domain: t.exposeString('domain', { description: 'The domain, as DNS spells it.' }),
    verifiedAt: t.expose('verifiedAt', { type: 'DateTime', nullable: true, description: 'When its records proved it; null until then.' }),
    recordName: t.string({ description: 'The name of the TXT record that proves it.', resolve: ({ domain }) => proofName(domain) }),
    recordValue: t.string({
      description: 'What the record has to say.',
      resolve: ({ organizationId, domain }) => proofValue(organizationId, domain),
    }),
  }),
})

builder.queryField('emailDomains', (t) =>
  t.field({
    type: [EmailDomainType],
    description: 'Domains of e-mail addresses that the organization calls its own.',
    resolve: (_, __, ctx) => listEmailDomains(ctx),
  }),
)

const inputOf = (name: string, description: string) =>
  builder.inputType(name, { description, fields: (t) => ({ domain: t.string({ required: true, description: 'The domain.' }) }) })

const successOf = (name: string, description: string) =>
  builder.objectRef<{ domain: EmailDomain }>(name).implement({
    description,
    fields: (t) => ({ domain: t.field({ type: EmailDomainType, description: 'The domain.', resolve: ({ domain }) => domain }) }),
  })

const AddEmailDomainInput = inputOf('AddEmailDomainInput', 'A domain of the organization.')
const VerifyEmailDomainInput = inputOf('VerifyEmailDomainInput', 'A domain whose record stands in DNS by now.')
const RemoveEmailDomainInput = inputOf('RemoveEmailDomainInput', 'A domain that is not the organization’s any more.')

const AddEmailDomainResult = resultUnion(
  'AddEmailDomainResult',
  [successOf('AddEmailDomainSuccess', 'The domain is named; it counts once it is verified.')],
  ['ConfirmationRequired', 'ValidationFailed'],
  'AddEmailDomainSuccess',
)

const VerifyEmailDomainResult = resultUnion(
  'VerifyEmailDomainResult',
  [successOf('VerifyEmailDomainSuccess', 'The domain counts from now on.')],
  ['ConfirmationRequired', 'NotFound', 'ValidationFailed'],
  'VerifyEmailDomainSuccess',
)

const RemoveEmailDomainResult = resultUnion(
  'RemoveEmailDomainResult',
  [
    builder.objectRef<{ domain: string }>('RemoveEmailDomainSuccess').implement({
      description: 'The domain does not count any more.',
      fields: (t) => ({ domain: t.exposeString('domain', { description: 'The domain.' }) }),
    }),
  ],
  ['ConfirmationRequired', 'NotFound', 'ValidationFailed'],
  'RemoveEmailDomainSuccess',
)

async function asSuccess(work: Promise<EmailDomain | Failure>) {
  const domain = await work
  return isFailure(domain) ? domain : { domain }
}

builder.mutationFields((t) => ({
  addEmailDomain: t.field({
    type: AddEmailDomainResult,
    description: 'Names a domain of e-mail addresses as the organization’s.',
    args: { input: t.arg({ type: AddEmailDomainInput, required: true, description: 'Which one.' }) },
    resolve: (_, { input }, ctx) => asSuccess(addEmailDomain(ctx, input)),
  }),
  verifyEmailDomain: t.field({
    type: VerifyEmailDomainResult,
    description: 'Looks whether the records of a domain prove that it is the organization’s.',
    args: { input: t.arg({ type: VerifyEmailDomainInput, required: true, description: 'Which one.' }) },
    resolve: (_, { input }, ctx) => asSuccess(verifyEmailDomain(ctx, input)),
  }),
  removeEmailDomain: t.field({
    type: RemoveEmailDomainResult,
    description: 'Gives a domain up.',
    args: { input: t.arg({ type: RemoveEmailDomainInput, required: true, description: 'Which one.' }) },
    resolve: (_, { input }, ctx) => removeEmailDomain(ctx, input),
  }),
}))
