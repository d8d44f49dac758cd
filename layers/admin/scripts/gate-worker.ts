import { openWithoutNetwork } from './kept-pages'

// The screen of a gate: only that of an enrolled device asks to be kept.
openWithoutNetwork('gate', /^\/admin\/gates\/[^/]+\/?$/)
