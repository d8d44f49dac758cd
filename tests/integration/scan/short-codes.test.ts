import { beforeAll, describe, expect, it } from 'vitest'
import { displayShortCode, makeShortCode } from '#shared/credentials/short-code'
import { randomBytes } from 'node:crypto'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { asDevice, asOperator } from '../../setup/principals'
import { scan, signedPass, verdict } from './signed-pass'

let org: TestOrganization
beforeAll(async () => {
  org = await createOrganization()
})

describe('a short code', () => {
  it('opens the gate once, however it is typed', async () => {
    const pass = await signedPass(org, { passType: 'MULTI' })
    const ctx = asOperator(org)
    for (const typed of [pass.shortCode, displayShortCode(pass.shortCode), pass.shortCode.toLowerCase(), ` ${pass.shortCode} `]) {
      expect(await verdict(ctx, org, typed)).toBe('ScanAdmitted')
    }
  })

  it('is exactly as single-use as the QR of its pass', async () => {
    const pass = await signedPass(org)
    expect(await verdict(asOperator(org), org, pass.shortCode)).toBe('ScanAdmitted')
    expect(await verdict(asOperator(org), org, pass.code)).toBe('ALREADY_USED')
  })

  it('is unknown in another organization', async () => {
    const pass = await signedPass(org)
    const other = await createOrganization()
    expect(await verdict(asOperator(other), other, pass.shortCode)).toBe('UNKNOWN_CODE')
  })

  it('cannot be guessed: after 20 wrong ones the scanner waits, even with a right one; a QR is never refused', async () => {
    const pass = await signedPass(org, { passType: 'MULTI' })
    const ctx = await asDevice(org)
    for (let guess = 0; guess < 20; guess++) expect(await verdict(ctx, org, makeShortCode(randomBytes(9)))).toBe('UNKNOWN_CODE')
    const refused = await scan(ctx, org, pass.shortCode)
    expect(refused).toMatchObject({ failure: 'ValidationFailed', message: expect.stringMatching(/Wait \d+ s/) as string })
    expect(await verdict(ctx, org, pass.code)).toBe('ScanAdmitted')
    expect(await verdict(await asDevice(org), org, pass.shortCode)).toBe('ScanAdmitted')
  })
})
