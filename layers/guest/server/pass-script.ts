import { createHash } from 'node:crypto'
import text from 'script:guest/pass-page'
import type { GuestScript } from '#layers/guest/invite/guest-page'

/** The script of the pass page. Its hash lets it run and no other. */
export const passScript: GuestScript = { text, hash: `sha256-${createHash('sha256').update(text).digest('base64')}` }
