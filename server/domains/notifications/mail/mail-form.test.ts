import type Draw from 'mjml'
import { beforeEach, expect, it, vi } from 'vitest'
import { writeLetter } from './letter'
import { blank, fillMjml } from './mail-form'

const drawings = vi.hoisted(() => ({ count: 0 }))
vi.mock('mjml', async (original) => {
  const { default: mjml2html } = await original<{ default: typeof Draw }>()
  return { default: (...args: Parameters<typeof Draw>) => (drawings.count++, mjml2html(...args)) }
})
beforeEach(() => (drawings.count = 0))

const letterTo = (name: string, url = 'https://example.com/?a=1&b=2') =>
  writeLetter('en', [{ html: `Hello <bdi>${name}</bdi>,`, text: `Hello ${name},` }, { code: '123456' }, { button: 'Open', url }])

it('draws a form once, also for letters that are written at once', async () => {
  const letters = await Promise.all(['Ann', 'Bob', 'Cem'].map((name) => letterTo(name)))
  expect(drawings.count).toBe(1)
  expect(letters.map(({ html }) => /<bdi>(\w+)<\/bdi>/.exec(html)?.[1])).toEqual(['Ann', 'Bob', 'Cem'])
  expect(letters[0]?.text).toBe('Hello Ann,\n\n123456\n\nOpen:\nhttps://example.com/?a=1&b=2\n')
  expect(letters[0]?.html).toContain('href="https://example.com/?a=1&amp;b=2"')
  expect(letters[0]?.html).not.toContain('gcBlank')
})

it('fills in what people typed once only', async () => {
  const { html } = await letterTo(`${blank(2)} $& $1`)
  expect(html).toContain(`<bdi>${blank(2)} $& $1</bdi>`)
})

it('does not keep a form that could not be drawn', async () => {
  const broken = '<mjml><mj-body><mj-nothing></mj-nothing></mj-body></mjml>'
  await expect(fillMjml(broken, [])).rejects.toThrow()
  await expect(fillMjml(broken, [])).rejects.toThrow()
  expect(drawings.count).toBe(2)
})
