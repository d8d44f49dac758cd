import { isFailure } from '../../core/errors'
import { builder } from '../../graphql/builder'
import { enumOf } from '../../graphql/enums'
import { resultUnion } from '../../graphql/failures'
import { localId } from '../../graphql/global-id'
import { findBadge, type Badge } from './use-cases/find-badge'
import { printBadge } from './use-cases/print-badge'

const BadgeFormatType = enumOf('BadgeFormat', 'A label or a card, by its width and height in millimetres.', {
  LABEL_62X100: 'Brother DK-11202.',
  LABEL_100X62: 'The same, lying.',
  LABEL_54X101: 'Dymo 99014.',
  LABEL_101X54: 'The same, lying.',
  LABEL_102X152: '4 × 6 inches, as Zebra and others print them.',
  CARD_86X54: 'A plastic card, ISO/IEC 7810 ID-1 (CR80).',
  A6: 'A6.',
})

const BadgeObstacleType = enumOf('BadgeObstacle', 'Why no badge is printed.', {
  ERASED: 'The visitor was erased.',
  REVOKED: 'The pass is withdrawn.',
  EXPIRED: 'The pass is over.',
  WAITING: 'Nobody has agreed to the visit yet.',
  SUSPENDED: 'The pass is set aside.',
})

const BadgeCodeAbsenceType = enumOf('BadgeCodeAbsence', 'Why a badge bears no code.', {
  NOT_ALLOWED: 'The caller may not read codes.',
  NOT_ACTIVE: 'The pass opens no gate: it is not signed yet, or used up.',
})

const BadgeType = builder.objectRef<Badge>('Badge').implement({
  description: 'What stands on the badge of a pass, as far as the caller may read it.',
  fields: (t) => ({
    visitor: t.expose('visitor', { type: 'Visitor', description: 'Who wears it.' }),
    organizationName: t.exposeString('organizationName', { description: 'Whose guest they are.' }),
    logoUrl: t.exposeString('logoUrl', { nullable: true, description: 'The logo of the organization.' }),
    hostName: t.exposeString('hostName', { nullable: true, description: 'Who receives them.' }),
    siteName: t.exposeString('siteName', { description: 'Where.' }),
    timeZone: t.exposeString('timeZone', { description: 'By whose clock the badge says when: IANA.' }),
    validFrom: t.expose('validFrom', { type: 'DateTime', description: 'From when the pass opens gates.' }),
    validTo: t.expose('validTo', { type: 'DateTime', description: 'Until when.' }),
  }),
})

builder.objectFields(BadgeType, (t) => ({
  typeName: t.exposeString('typeName', { nullable: true, description: 'What kind of visitor they are.' }),
  typeColor: t.exposeString('typeColor', { nullable: true, description: 'Of the band in which the kind stands, `#rrggbb`.' }),
  needsEscort: t.exposeBoolean('needsEscort', { description: 'Whether somebody goes with visitors of this kind.' }),
  hasPhoto: t.exposeBoolean('hasPhoto', {
    description: 'Whether it bears a photo: one was accepted and the caller may see it (`revealVisitorFiles`).',
  }),
  code: t.exposeString('code', { nullable: true, description: 'What its QR says, where it bears one.' }),
  codeAbsence: t.expose('codeAbsence', { type: BadgeCodeAbsenceType, nullable: true, description: 'Why it bears none.' }),
  obstacle: t.expose('obstacle', { type: BadgeObstacleType, nullable: true, description: 'Why it is not printed; null where it can be.' }),
}))

builder.queryField('badge', (t) =>
  t.field({
    type: BadgeType,
    nullable: true,
    description:
      'The badge of a pass, for whoever lets guests in and may read the pass and its visitor. `printBadge` notes that it is printed.',
    args: { visitPassId: t.arg.id({ required: true, description: 'The pass.' }) },
    resolve: (_, { visitPassId }, ctx) => findBadge(ctx, localId('VisitPass', visitPassId)),
  }),
)

const PrintBadgeInput = builder.inputType('PrintBadgeInput', {
  description: 'A badge to print.',
  fields: (t) => ({
    visitPassId: t.id({ required: true, description: 'Of which pass.' }),
    format: t.field({ type: BadgeFormatType, required: true, description: 'On what.' }),
  }),
})

const PrintBadgeSuccess = builder.objectRef<{ badge: Badge }>('PrintBadgeSuccess').implement({
  description: 'It may be printed; who did stands in the audit log.',
  fields: (t) => ({ badge: t.expose('badge', { type: BadgeType, description: 'The badge as it is now.' }) }),
})

builder.mutationField('printBadge', (t) =>
  t.field({
    type: resultUnion('PrintBadgeResult', [PrintBadgeSuccess], ['NotFound', 'ValidationFailed'], 'PrintBadgeSuccess'),
    description:
      'Notes that a badge is printed, and gives what stands on it. As a PDF it is to be had by POST at `/badges/<pass>?format=…`.',
    args: { input: t.arg({ type: PrintBadgeInput, required: true, description: 'Whose badge, and on what.' }) },
    resolve: async (_, { input }, ctx) => {
      const asked = { visitPassId: localId('VisitPass', input.visitPassId), format: input.format }
      const badge = await printBadge(ctx, { ...asked, way: 'BROWSER' })
      return isFailure(badge) ? badge : { badge }
    },
  }),
)
