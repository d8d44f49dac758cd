import { enumOf } from '../../../graphql/enums'

/** What a field asks for. */
export const VisitorFieldKindType = enumOf('VisitorFieldKind', 'What a field of a visitor type asks for.', {
  SHORT_TEXT: 'One line of text, 200 symbols at most.',
  LONG_TEXT: 'Several lines of text, 2,000 symbols at most.',
  CHOICE: 'One of its choices; answered by the key of the choice.',
  YES_NO: 'Answered by `yes` or `no`.',
  DATE: 'A day; answered as 2026-03-01.',
  PHONE: 'A phone number.',
  NUMBER: 'A number; answered with a point before its fraction.',
})

/** Who answers a field. */
export const VisitorRespondentType = enumOf('VisitorRespondent', 'Who answers a field.', {
  GUEST: 'The guest, on the page of their invite.',
  HOST: 'Whoever invites, with the invitation.',
})

/** What a type asks of its visitors beside answers. */
export const VisitorRequirementType = enumOf('VisitorRequirement', 'What a type asks of its visitors beside answers.', {
  ESCORT: 'Somebody goes with them; looked to at every entry.',
  PHOTO: 'A photo.',
  IDENTITY_DOCUMENT: 'An identity document.',
  INSURANCE: 'A proof of insurance.',
  OTHER: 'Another document.',
})
