/** The part of samlp that is used here; it brings no types. */
declare module 'samlp' {
  function getSamlResponse(options: object, user: object, done: (error: Error | null, xml: string) => void): void
  const samlp: { getSamlResponse: typeof getSamlResponse }
  export default samlp
}
