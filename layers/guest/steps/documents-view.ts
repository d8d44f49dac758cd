import type { GuestFile } from '#shared/guest-documents'
import type { DocumentsFacts } from '#shared/guest-step-page'
import { documentTypes, mostOfKind, pictureTypes, visitorFileKinds, type VisitorFileKind } from '#shared/visitor-files'
import { fill } from '#layers/guest/invite/invite-texts'
import type { StepPageView } from './step-page'
import type { StepTexts } from './step-texts'

/** A file, in words. */
export interface FileView {
  id: string
  name: string
  state: GuestFile['state']
  said: string
  /** Why it was not accepted, or why it is not shown. */
  note: string | null
  preview: string | null
  isPdf: boolean
}

/** What is asked for, with what was given of it. */
export interface KindView {
  kind: VisitorFileKind
  title: string
  text: string
  files: FileView[]
  /** What the browser offers to choose from. */
  accept: string
  isPhoto: boolean
  /** Whether one more may come. */
  hasRoom: boolean
  /** Shown closed as long as nothing of it was given: few guests are asked for it. */
  isAside: boolean
  /** What is wrong with what was sent just now. */
  problem: string | null
}

function fileView(file: GuestFile, name: string, words: StepTexts['documents'], path: string): FileView {
  const why = file.rejection && (words.rejections[file.rejection as keyof typeof words.rejections] ?? null)
  const said = file.reason ? fill(words.reason, () => file.reason ?? '') : null
  const rejected = file.state === 'rejected' ? [why, said].filter(Boolean).join(' ') : null
  const isElsewhere = (file.state === 'ready' || file.state === 'approved') && !file.hasPreview && !file.isPdf
  return {
    id: file.id,
    name,
    state: file.state,
    said: words.states[file.state],
    note: rejected ?? (isElsewhere ? words.elsewhere : null),
    preview: file.hasPreview ? `${path}/documents/${file.id}` : null,
    isPdf: file.isPdf,
  }
}

/** The kinds of what a guest may give, in words, with what they gave. */
export function kindViews(facts: DocumentsFacts, { texts, path, form }: StepPageView<'documents'>): KindView[] {
  const words = texts.documents
  return visitorFileKinds.map((kind): KindView => {
    const { title, text } = words.kinds[kind]
    const files = facts.files.filter((file) => file.kind === kind).map((file) => fileView(file, title, words, path))
    const isPhoto = kind === 'PHOTO'
    const hasRoom = isPhoto || files.filter(({ state }) => state !== 'rejected').length < mostOfKind[kind]
    const isAside = (kind === 'INSURANCE' || kind === 'OTHER') && files.length === 0
    const accept = (isPhoto ? pictureTypes : documentTypes).join(',')
    return { kind, title, text, files, accept, isPhoto, hasRoom, isAside, problem: form.errors[kind] ?? null }
  })
}
