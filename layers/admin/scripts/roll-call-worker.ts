import { openWithoutNetwork } from './kept-pages'

// Such pages name nobody: names come from the API, and are kept sealed by the pages themselves.
openWithoutNetwork('roll-call', /^\/admin\/roll-call(\/[^/]+)?\/?$/, '/admin/roll-call/offline')
