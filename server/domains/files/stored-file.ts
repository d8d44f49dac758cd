import { openVisitorKey, type SealedVisitor } from '../../core/visitor-record'
import { keyringOf } from '../../infra/keyring'
import { openWith, sealWith } from '../../infra/seal'

/** What of a file is stored: as it was sent, until it is looked at; what is kept; a small picture of it. Its reason is a column. */
export type FilePart = 'upload' | 'main' | 'preview' | 'reason'

/** Which file of which organization. */
export interface FileOf {
  id: string
  organizationId: string
}

/** The folder of the store in which files wait until they are looked at. */
export const uploadsFolder = 'uploads'

/** Where a part of a file stands. */
export const keyOf = ({ id, organizationId }: FileOf, part: Exclude<FilePart, 'reason'>): string =>
  part === 'upload' ? `${uploadsFolder}/${id}` : `files/${organizationId}/${id}/${part}`

/** Every key that a file may have. */
export const keysOf = (file: FileOf): string[] => [keyOf(file, 'upload'), keyOf(file, 'main'), keyOf(file, 'preview')]

/** Binds what is sealed to its place: moved to another file or organization it does not open. */
export const placeOf = ({ id, organizationId }: FileOf, part: FilePart): string => `visitor_files:${part}:${organizationId}:${id}`

/** What a query must select of a visitor whose files are sealed or opened. */
export const keyedVisitor = { id: true, organizationId: true, key: { select: { organizationKeyId: true, wrappedKey: true } } } as const

/** Such a visitor. */
export type KeyedVisitor = Pick<SealedVisitor, 'id' | 'organizationId' | 'key'>

/** The key under which files of a visitor are sealed. @throws SealBroken for somebody who was erased */
export const fileKeyOf = async (visitor: KeyedVisitor): Promise<Buffer> => openVisitorKey(await keyringOf(visitor.organizationId), visitor)

/** Seals a part of a file. */
export const sealPart = (key: Buffer, file: FileOf, part: FilePart, content: Buffer): Buffer => sealWith(key, content, placeOf(file, part))

/** Opens a part of a file. @throws SealBroken */
export const openPart = (key: Buffer, file: FileOf, part: FilePart, sealed: Uint8Array): Buffer =>
  openWith(key, sealed, placeOf(file, part))
