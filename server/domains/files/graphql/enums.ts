import { enumOf } from '../../../graphql/enums'

/** What a file of a visitor is for. */
export const VisitorFileKindType = enumOf('VisitorFileKind', 'What a file of a visitor is for.', {
  PHOTO: 'A picture of their face.',
  IDENTITY_DOCUMENT: 'A passport or another document that says who they are.',
  INSURANCE: 'An insurance, a certificate or a permit.',
  OTHER: 'Another document.',
})

/** Where a file of a visitor stands. */
export const VisitorFileStatusType = enumOf('VisitorFileStatus', 'Where a file of a visitor stands.', {
  AWAITED: 'Its address was given out; it has not been said to be there.',
  UPLOADED: 'It is there and waits to be looked at.',
  PROCESSING: 'It is being looked at.',
  READY: 'It can be used.',
  REJECTED: 'It cannot be used; `rejection` says why.',
})

/** Why a file of a visitor cannot be used. */
export const VisitorFileRejectionType = enumOf('VisitorFileRejection', 'Why a file of a visitor cannot be used.', {
  TYPE: 'It is neither a picture nor, where one may be sent, a PDF.',
  DAMAGED: 'It cannot be read to its end.',
  TOO_MANY_PIXELS: 'It has more than 64 megapixels.',
  POLYGLOT: 'It is something else as well: an archive, a page, a script.',
  ENCRYPTED: 'It is locked by a password.',
  ACTIVE_CONTENT: 'It holds programs, other files, or what cannot be looked into.',
  TOO_MANY_PAGES: 'It has more than 30 pages.',
  INFECTED: 'A virus was found in it.',
  NOT_CHECKED: 'It could not be checked within an hour.',
  STAFF: 'A person said no.',
})
