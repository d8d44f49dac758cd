import { documentTypes, pictureTypes, type VisitorFileKind } from '#shared/visitor-files'

/** What a file is, by its bytes. */
export type SniffedType = (typeof documentTypes)[number]

/**
 * What a file is, whatever its name and its sender say of it; null for what is not taken.
 * @param kind what it is for: a photo is no PDF
 */
export async function sniff(bytes: Buffer, kind: VisitorFileKind): Promise<SniffedType | null> {
  // Loaded by whoever looks at a file; a process that is idle carries it not.
  const { fileTypeFromBuffer } = await import('file-type')
  const found = await fileTypeFromBuffer(bytes).catch(() => undefined)
  const taken: readonly SniffedType[] = kind === 'PHOTO' ? pictureTypes : documentTypes
  return taken.find((type) => type === found?.mime) ?? null
}
