declare module 'pdfmake' {
  /** The part of pdfmake that is used: it brings no types of its own. */
  interface PdfMake {
    addFonts: (fonts: Record<string, Record<string, string>>) => void
    setUrlAccessPolicy: (policy: (url: string) => boolean) => void
    setLocalAccessPolicy: (policy: (path: string) => boolean) => void
    createPdf: (document: Record<string, unknown>) => { getBuffer: () => Promise<Buffer> }
  }
  const pdfmake: PdfMake
  export default pdfmake
}

declare module 'pdfmake/fonts/Roboto.js' {
  const fonts: { Roboto: Record<'normal' | 'bold' | 'italics' | 'bolditalics', string> }
  export default fonts
}
