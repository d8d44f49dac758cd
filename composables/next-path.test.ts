import { describe, expect, it } from 'vitest'
import { safeNextPath } from './next-path'

describe('safeNextPath', () => {
  it.each(['/host', '/host/visits?status=ACTIVE#top', '/admin/gates/R2F0ZTox', '/host?next=//evil.example'])('keeps %s', (path) => {
    expect(safeNextPath(path)).toBe(path)
  })

  it.each([
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    '/\t/evil.example',
    '/host\n',
    '',
    '/sign-in',
    '/sign-in?next=/host',
  ])('refuses %j', (path) => {
    expect(safeNextPath(path)).toBeUndefined()
  })

  it('refuses what is not one text', () => {
    expect(safeNextPath(undefined)).toBeUndefined()
    expect(safeNextPath(['/host', '/admin'])).toBeUndefined()
  })
})
