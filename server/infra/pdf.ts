import pdfmake from 'pdfmake'
import roboto from 'pdfmake/fonts/Roboto.js'

const fonts = new Set(Object.values(roboto.Roboto))

// A document is made of what it is given: it fetches nothing and reads no file but its letters, which hold Cyrillic too.
pdfmake.addFonts(roboto)
pdfmake.setUrlAccessPolicy(() => false)
pdfmake.setLocalAccessPolicy((path) => fonts.has(path))

/** Makes a PDF of a description in the terms of pdfmake. */
export const makePdf = (document: Record<string, unknown>): Promise<Buffer> => pdfmake.createPdf(document).getBuffer()
