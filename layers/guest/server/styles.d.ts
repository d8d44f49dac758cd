declare module '*/guest.css' {
  /** The styles as text, without comments and spare blanks. */
  const styles: string
  export default styles
}

declare module '*/guest-documents.css' {
  /** The styles of the page on which guests give documents, to be put behind those of every guest page. */
  const styles: string
  export default styles
}
