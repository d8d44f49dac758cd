import { expect, it } from 'vitest'
import { browserScript } from '../../../modules/guest-pages/server-components'

it('the one script of guests and its worker are under 3 KB together, and end no tag', async () => {
  const [page, worker] = [await browserScript('guest/pass-page'), await browserScript('guest/pass-worker')]
  process.stdout.write(`Script of guests: ${page.length} bytes, its worker ${worker.length}\n`)
  expect(page.length + worker.length).toBeLessThan(3_000)
  expect(page).not.toMatch(/<\/script|<!--/i)
})
