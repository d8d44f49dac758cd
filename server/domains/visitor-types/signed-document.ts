import type { Language } from '#shared/i18n/languages'
import { translate } from '../../infra/i18n'

/** What stands in the document of a signature. */
export interface SignedFacts {
  language: Language
  organization: string
  title: string
  text: string
  version: number
  /** As the guest typed it. */
  name: string
  ip: string | null
  signedAt: Date
  /** Where the guest comes to, with its clock. */
  site: string
  timeZone: string
  /** SHA-256 of title and text, in hex. */
  hash: string
  signatureId: string
}

/** A line of the document with its name before it. */
const fact = (name: string, value: string) => ({ text: [{ text: `${name}: `, bold: true }, value], margin: [0, 2, 0, 2] })

/** The document of a signature: what was read, and under it who signed it, when and from where. */
export function signedDocument(facts: SignedFacts): Record<string, unknown> {
  const { language } = facts
  const word = (key: string, values?: Record<string, string | number>) => translate(language, `signedDocument.${key}`, values)
  const when = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'long', timeZone: facts.timeZone }).format(facts.signedAt)
  return {
    pageSize: 'A4',
    pageMargins: [56, 56, 56, 64],
    info: { title: facts.title, author: facts.organization, creationDate: facts.signedAt },
    defaultStyle: { font: 'Roboto', fontSize: 11, lineHeight: 1.25 },
    footer: (page: number, pages: number) => ({
      text: word('page', { page, pages }),
      alignment: 'center',
      fontSize: 9,
      margin: [0, 20, 0, 0],
    }),
    content: [
      { text: facts.organization, fontSize: 10, margin: [0, 0, 0, 4] },
      { text: facts.title, fontSize: 16, bold: true, margin: [0, 0, 0, 4] },
      { text: word('version', { version: facts.version }), fontSize: 9, margin: [0, 0, 0, 14] },
      ...facts.text.split('\n').map((line) => ({ text: line === '' ? ' ' : line, margin: [0, 0, 0, 4] })),
      { canvas: [{ type: 'line', x1: 0, y1: 0, x2: 483, y2: 0, lineWidth: 0.5 }], margin: [0, 16, 0, 12] },
      { text: word('signed'), bold: true, margin: [0, 0, 0, 6] },
      fact(word('name'), facts.name),
      fact(word('when'), when),
      fact(word('site'), facts.site),
      ...(facts.ip ? [fact(word('ip'), facts.ip)] : []),
      fact(word('signature'), facts.signatureId),
      fact(word('hash'), facts.hash),
    ],
  }
}
