import { createHash } from 'node:crypto'
import liveText from 'script:guest/live-pass-page'
import text from 'script:guest/pass-page'
import type { GuestScript } from '#layers/guest/invite/guest-page'

const scriptOf = (source: string): GuestScript => ({ text: source, hash: `sha256-${createHash('sha256').update(source).digest('base64')}` })

/** The script of the pass page. Its hash lets it run and no other. */
export const passScript = scriptOf(text)

/** The same where the code of the pass changes. */
export const livePassScript = scriptOf(liveText)
