import { builder } from './builder'

/** An answer about a guest, as it is sent with an invitation or alone. */
export const VisitorAnswerInput = builder.inputType('VisitorAnswerInput', {
  description: 'An answer about a guest.',
  fields: (t) => ({
    key: t.string({ required: true, description: 'The key of the field, as the type of the guest names it.' }),
    value: t.string({ description: 'The answer, as its kind of field is answered; absent or empty for none.' }),
  }),
})
