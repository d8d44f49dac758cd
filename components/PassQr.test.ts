import { load } from 'cheerio'
import { describe, expect, it } from 'vitest'
import { createSSRApp } from 'vue'
import { renderToString } from 'vue/server-renderer'
import { qrPath } from '#shared/credentials/qr-path'
import PassQr from './PassQr.vue'

const render = async (label: string) => load(await renderToString(createSSRApp(PassQr, { code: 'GC1:ABC', label })), null, false)

describe('PassQr', () => {
  it('is one path on white, drawn by the server', async () => {
    const page = await render('QR')
    const { size, path } = qrPath('GC1:ABC')
    expect(page('svg').attr()).toMatchObject({ viewBox: `0 0 ${size} ${size}`, 'shape-rendering': 'crispEdges' })
    expect(page('svg').attr('style')).toContain('background:#fff')
    expect(page('svg').children()).toHaveLength(1)
    expect(page('path').attr()).toEqual({ d: path, stroke: '#000' })
  })

  it('is an image with a name for who cannot see it', async () => {
    const page = await render('Пропуск "гостя" <x>')
    expect(page('svg').attr('role')).toBe('img')
    expect(page('svg').attr('aria-label')).toBe('Пропуск "гостя" <x>')
  })
})
