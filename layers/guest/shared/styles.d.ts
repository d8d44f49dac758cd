declare module '~/assets/css/guest*' {
  /** Styles of guest pages as text, without comments and spare blanks: those of all, of the pass, or of the steps. */
  const styles: string
  export default styles
}
