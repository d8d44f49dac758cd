import type { Locator, Page } from '@playwright/test'
import type { Api } from '../api'
import { expect, open, useLanguage } from '../fixtures'

/** A key as ЙЦУКЕН types it: what a scanner set to Latin sends to a computer whose layout is Russian. */
const russian = new Map(
  [...'QWERTYUIOPASDFGHJKLZXCVBNM']
    .map((key, index): [string, string] => [key, [...'ЙЦУКЕНГШЩЗФЫВАПРОЛДЯЧСМИТЬ'][index] ?? key])
    .concat([
      [':', 'Ж'],
      ['.', 'ю'],
      ['/', '.'],
      ['$', ';'],
    ]),
)

/** What arrives when the scanner types a code through the Russian layout. */
export const onRussianLayout = (code: string): string => [...code].map((symbol) => russian.get(symbol) ?? symbol).join('')

/** The screen of a gate. */
export interface GateScreen {
  verdict: Locator
  recent: Locator
  field: Locator
  /** Types a code by hand. */
  type: (code: string) => Promise<void>
  /** What a keyboard-wedge scanner does: quick keys, then Enter, to whatever has the focus; not to the field, where keys would have to be real ones. */
  wedge: (code: string) => Promise<void>
  /** Waits until the screen shows a verdict of this kind. */
  shows: (kind: string, ...texts: string[]) => Promise<void>
}

/** What a keyboard-wedge scanner does on a page: quick keys, then Enter, to whatever has the focus, but for a field. */
export const wedgeInto = (page: Page, code: string): Promise<void> =>
  page.evaluate((text) => {
    const focused = document.activeElement
    if (focused instanceof HTMLInputElement) focused.blur()
    // Keys carry the scanner's pace, 5 ms each: a page busy with its first sound must not look like a slow typist.
    let at = performance.now()
    const press = (key: string) => {
      const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })
      Object.defineProperty(event, 'timeStamp', { value: (at += 5) })
      ;(document.activeElement ?? document.body).dispatchEvent(event)
    }
    for (const key of text) press(key)
    press('Enter')
  }, code)

/** Opens a gate in English. The person must be signed in. */
export async function openGate(page: Page, gateId: string, query = ''): Promise<GateScreen> {
  await useLanguage(page, 'en')
  await open(page, `/admin/gates/${gateId}${query}`)
  const field = page.locator('input[name=code]')
  const verdict = page.locator('[data-verdict]')
  // The page is alive once it has taken the focus.
  await expect(field).toBeFocused()
  return {
    verdict,
    field,
    recent: page.locator('[data-recent]'),
    type: async (code) => {
      await field.fill(code)
      await field.press('Enter')
    },
    wedge: (code) => wedgeInto(page, code),
    shows: async (kind, ...texts) => {
      await expect(verdict).toHaveAttribute('data-verdict', kind)
      for (const text of texts) await expect(verdict).toContainText(text)
    },
  }
}

/** The code for typing of a pass. */
export async function shortCodeOf(api: Api, visitPassId: string): Promise<string> {
  const document = 'query ($id: ID!) { node(id: $id) { ... on VisitPass { shortCode } } }'
  const { node } = await api.graphql<{ node: { shortCode: string | null } | null }>(document, { id: visitPassId })
  if (!node?.shortCode) throw new Error('The pass has no short code')
  return node.shortCode
}

/** Recorded scans of a pass, oldest first. */
export async function scansOf(api: Api, visitPassId: string): Promise<{ result: string; direction: string }[]> {
  const document = 'query ($id: ID!) { node(id: $id) { ... on VisitPass { checkins(first: 20) { edges { node { result direction } } } } } }'
  const { node } = await api.graphql<{ node: { checkins: { edges: { node: { result: string; direction: string } }[] } } }>(document, {
    id: visitPassId,
  })
  return node.checkins.edges.map((edge) => edge.node)
}
