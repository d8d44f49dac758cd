import type { SourceFile } from '../source-tree'

const HARD_LIMIT = 300
const USUAL_LIMIT = 250
const USUAL_SHARE = 0.95

const linesOf = (file: SourceFile): number => file.text.trimEnd().split('\n').length
const code = (files: SourceFile[]): SourceFile[] => files.filter((file) => !file.path.endsWith('.json'))

/** No file is longer than 300 lines. */
export const noLongFiles = (files: SourceFile[]): string[] =>
  code(files)
    .filter((file) => linesOf(file) > HARD_LIMIT)
    .map((file) => `${file.path}: ${linesOf(file)} lines, the limit is ${HARD_LIMIT}`)

/** 95 % of the files have under 250 lines. */
export function mostFilesAreShort(files: SourceFile[]): string[] {
  const long = code(files).filter((file) => linesOf(file) >= USUAL_LIMIT)
  if (long.length <= code(files).length * (1 - USUAL_SHARE)) return []
  return [`${long.length} of ${code(files).length} files have ${USUAL_LIMIT} lines or more: ${long.map((file) => file.path).join(', ')}`]
}
