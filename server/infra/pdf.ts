import { createRequire } from 'node:module'

/** The part of pdfmake that is used: it brings no types of its own. */
interface PdfMake {
  addFonts: (fonts: Record<string, Record<string, string>>) => void
  setUrlAccessPolicy: (policy: (url: string) => boolean) => void
  setLocalAccessPolicy: (policy: (path: string) => boolean) => void
  createPdf: (document: Record<string, unknown>) => { getBuffer: () => Promise<Buffer> }
}

const load = createRequire(import.meta.url)
const pdfmake = load('pdfmake') as PdfMake
const roboto = load('pdfmake/fonts/Roboto.js') as { Roboto: Record<string, string> }
const fonts = new Set(Object.values(roboto.Roboto))

// A document is made of what it is given: it fetches nothing and reads no file but its letters, which hold Cyrillic too.
pdfmake.addFonts(roboto)
pdfmake.setUrlAccessPolicy(() => false)
pdfmake.setLocalAccessPolicy((path) => fonts.has(path))

/** Makes a PDF of a description in the terms of pdfmake. */
export const makePdf = (document: Record<string, unknown>): Promise<Buffer> => pdfmake.createPdf(document).getBuffer()
