import { openWithoutNetwork } from './kept-pages'

// The page of a roll call names nobody whom it asks for: those come from the API, and are kept sealed by the page itself.
openWithoutNetwork('roll-call', /^\/admin\/roll-call\/[^/]+\/?$/)
