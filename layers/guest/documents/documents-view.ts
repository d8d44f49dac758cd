import { guestDocuments as en } from '~/i18n/locales/en.json'
import { guestDocuments as ru } from '~/i18n/locales/ru.json'
import { brandColor, readableOn } from '#shared/brand-color'
import type { GuestDocumentsPage, GuestFile } from '#shared/guest-documents'
import type { Language } from '#shared/i18n/languages'
import { documentTypes, mostOfKind, pictureTypes, visitorFileKinds, type VisitorFileKind } from '#shared/visitor-files'
import { fill } from '#layers/guest/invite/invite-texts'

/** The words of the page on which guests give a photo and documents. */
export type DocumentsTexts = typeof ru

const texts: Record<Language, DocumentsTexts> = { ru, en }

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
}

/** The page in words: nothing is left to decide. */
export interface DocumentsView {
  language: Language
  texts: DocumentsTexts
  title: string
  brand: string
  organization: { name: string; logoUrl: string | null }
  kinds: KindView[]
  form: string
  problem: string | null
  /** Whether something is being looked at: the page asks again by itself. */
  isChecking: boolean
}

function fileView(file: GuestFile, name: string, words: DocumentsTexts, path: string): FileView {
  const why = file.rejection && (words.rejections[file.rejection as keyof DocumentsTexts['rejections']] ?? null)
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

/** Words the page of a guest's photo and documents in a language. */
export function documentsView(page: GuestDocumentsPage, language: Language, path: string): DocumentsView {
  const words = texts[language]
  const brand = brandColor(page.organization.primaryColor)
  const kinds = visitorFileKinds.map((kind): KindView => {
    const { title, text } = words.kinds[kind]
    const files = page.files.filter((file) => file.kind === kind).map((file) => fileView(file, title, words, path))
    const isPhoto = kind === 'PHOTO'
    const hasRoom = isPhoto || files.filter(({ state }) => state !== 'rejected').length < mostOfKind[kind]
    const isAside = (kind === 'INSURANCE' || kind === 'OTHER') && files.length === 0
    return { kind, title, text, files, accept: (isPhoto ? pictureTypes : documentTypes).join(','), isPhoto, hasRoom, isAside }
  })
  return {
    language,
    texts: words,
    title: fill(words.title, () => page.organization.name),
    brand: `--brand:${brand};--on-brand:${readableOn(brand)}`,
    organization: { name: page.organization.name, logoUrl: page.organization.logoUrl },
    kinds,
    form: page.form,
    problem: page.problem && words.problems[page.problem],
    isChecking: page.files.some(({ state }) => state === 'checking'),
  }
}
