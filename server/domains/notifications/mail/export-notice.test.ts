import { expect, it } from 'vitest'
import { renderExportNotice } from './export-notice'

const mail = { name: 'Ann <b>', organization: 'North & Port', url: 'https://guests.example/admin/privacy' }

it.each(['ru', 'en'] as const)('says in %s what became of a file, with a link and what was typed as text', async (locale) => {
  const written = await Promise.all(
    (['WAITS', 'READY', 'DECLINED'] as const).map((about) => renderExportNotice({ ...mail, locale, about })),
  )
  expect(new Set(written.map(({ subject }) => subject)).size).toBe(3)
  for (const { html, text } of written) {
    expect(text).toContain('Ann <b>')
    expect(text).toContain(mail.url)
    expect(html).toContain('Ann &lt;b&gt;')
    expect(html).toContain('North &amp; Port')
    expect(html).toContain(`href="${mail.url}"`)
  }
})
