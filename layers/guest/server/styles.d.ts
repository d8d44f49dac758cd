declare module '*/guest.css' {
  /** The styles as text, without comments and spare blanks. */
  const styles: string
  export default styles
}
