import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { isBreached } from './breached-passwords'

const folder = mkdtempSync(join(tmpdir(), 'gc-breached-'))
afterAll(() => rmSync(folder, { recursive: true }))

const sum = (text: string) => createHash('sha1').update(text).digest('hex').toUpperCase()

function listOf(count: number): string {
  const path = join(folder, `${count}.txt`)
  const lines = Array.from({ length: count }, (_, index) => `${sum(`breached ${index}`)}:${index * 7_919}`)
  writeFileSync(path, lines.toSorted().join('\r\n'))
  return path
}

describe('the list of breached passwords', () => {
  it.each([1, 2, 7, 1_000])('of %i finds each of its own and no other', async (count) => {
    const path = listOf(count)
    for (let index = 0; index < count; index++) expect(await isBreached(`breached ${index}`, path)).toBe(true)
    for (let index = 0; index < 50; index++) expect(await isBreached(`private ${index}`, path)).toBe(false)
  })

  it('is asked nothing where there is none', async () => {
    expect(await isBreached('password', undefined)).toBe(false)
  })

  it('is missed loudly where it is configured and gone', async () => {
    await expect(isBreached('password', join(folder, 'gone.txt'))).rejects.toThrow('ENOENT')
  })
})
