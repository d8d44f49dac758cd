/** Files that the bundle takes in as text. */
declare module 'raw:*' {
  const text: string
  export default text
}

declare module 'script:*' {
  /** A script of `layers/guest/scripts`, for browsers: as text, made small. */
  const script: string
  export default script
}
