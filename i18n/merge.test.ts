import { baseCompile } from '@intlify/message-compiler'
import { describe, expect, it } from 'vitest'
import { createI18n } from 'vue-i18n'
import { merge, type Messages } from './merge'

const compiled = (text: string) => baseCompile(text, { jit: true, location: false, minify: true }).ast as unknown as string

describe('texts of two parts', () => {
  it('stand side by side, and what stands in both is still said with its values', () => {
    const passes: Messages = { admin: { passes: { title: 'Passes', of: compiled('{shown} of {all}') } } }
    const visitors: Messages = { admin: { passes: { of: compiled('{shown} of {all}') }, visitors: { title: 'Visitors' } } }
    const i18n = createI18n({ legacy: false, locale: 'en', messages: { en: merge(passes, visitors) } })
    const { t } = i18n.global
    expect([t('admin.passes.title'), t('admin.visitors.title')]).toEqual(['Passes', 'Visitors'])
    expect(t('admin.passes.of', { shown: 3, all: 5 })).toBe('3 of 5')
  })
})
