import { builder } from '../../../graphql/builder'
import { ProviderTestProblemType, ProviderTestStepType } from '../../../graphql/enums'
import type { TestStep } from '../single-sign-on/test-report'

/** One step of a test of an identity provider. */
export const TestStepType = builder.objectRef<TestStep>('IdentityProviderTestStep').implement({
  description: 'What one step of a test of an identity provider found.',
  fields: (t) => ({
    step: t.field({ type: ProviderTestStepType, description: 'Which one.', resolve: ({ step }) => step }),
    problem: t.field({
      type: ProviderTestProblemType,
      nullable: true,
      description: 'Why it did not go well; null where it did.',
      resolve: ({ problem }) => problem,
    }),
    detail: t.exposeString('detail', { nullable: true, description: 'A word of the protocol that says more.' }),
  }),
})
