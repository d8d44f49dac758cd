/** What files of a visitor are for. */
export const visitorFileKinds = ['PHOTO', 'IDENTITY_DOCUMENT', 'INSURANCE', 'OTHER'] as const

/** One of them. */
export type VisitorFileKind = (typeof visitorFileKinds)[number]

/** The most that a file may weigh, in bytes: a photo of a good phone, a document of some scanned pages. */
export const maxFileBytes = 15 * 1_024 * 1_024

/** What is taken, by what a browser calls it. Photos are pictures. */
export const pictureTypes = ['image/jpeg', 'image/png', 'image/webp'] as const

/** The same with documents. */
export const documentTypes = [...pictureTypes, 'application/pdf'] as const

/** Files of one kind that a visitor has at once. */
export const mostOfKind: Record<VisitorFileKind, number> = { PHOTO: 1, IDENTITY_DOCUMENT: 4, INSURANCE: 4, OTHER: 4 }

/** Pages of a PDF. */
export const mostPages = 30
