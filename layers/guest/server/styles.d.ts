declare module '*/guest.css' {
  /** The styles of every guest page as text, without comments and spare blanks. */
  const styles: string
  export default styles
}

declare module '*/guest-pass.css' {
  /** The styles of the pass, to be put behind those of every guest page. */
  const styles: string
  export default styles
}

declare module '*/guest-steps.css' {
  /** The styles of the steps, to be put behind those of every guest page. */
  const styles: string
  export default styles
}
