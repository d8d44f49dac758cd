import { writeFile } from 'node:fs/promises'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { pdf, phonePhoto, picture } from '../../integration/files/samples'
import { openGate } from '../admin/gate-screen'
import { expect, open, screenshot, signIn, test, useLanguage } from '../fixtures'

const file = (buffer: Buffer, name = 'IMG_0001.jpg', mimeType = 'image/jpeg') => ({ name, mimeType, buffer })
const part = (page: Page, name: string) => page.getByRole('region', { name })

/** Chooses a file in a part of the page and sends it. */
async function give(page: Page, name: string, chosen: ReturnType<typeof file> | string): Promise<void> {
  const region = part(page, name)
  await region.getByLabel('Choose a file').last().setInputFiles(chosen)
  await region.getByRole('button', { name: 'Send' }).click()
}

const barriers = async (page: Page) => {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.target.join(' ')}`)
}

test.describe('a guest without scripts, on a phone', () => {
  test.use({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } })

  test('sends a photo, sees it, sends another, takes it back', async ({ page, api }) => {
    const guest = await api.invite({ startsIn: 60 })
    await page.goto(guest.invitePath)
    await page.getByRole('link', { name: 'Photo and documents' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Photo and documents')
    await expect(page.locator('input[capture="user"]')).toHaveAttribute('accept', 'image/*')
    await expect(page.locator('script')).toHaveCount(0)
    await screenshot(page, 'guest-documents')
    await give(page, 'Your photo', file(await phonePhoto(1_600, 1_200)))
    const shown = part(page, 'Your photo').getByRole('img', { name: 'What you have sent: Your photo' })
    await expect(shown).toBeVisible({ timeout: 30_000 })
    expect(await shown.evaluate((image: HTMLImageElement) => [image.naturalWidth, image.naturalHeight])).toEqual([270, 360])
    await expect(part(page, 'Your photo').getByRole('status')).toHaveText('Received')
    await screenshot(page, 'guest-documents-given')
    const first = await shown.getAttribute('src')
    await give(page, 'Your photo', file(await picture('png'), 'a.png', 'image/png'))
    await expect(part(page, 'Your photo').getByRole('status')).toHaveCount(1, { timeout: 30_000 })
    await expect(shown).not.toHaveAttribute('src', first ?? '')
    await page.getByRole('button', { name: 'Remove: Your photo' }).click()
    await expect(shown).toHaveCount(0)
    const gone = await page.request.get(first ?? '')
    expect(gone.status()).toBe(404)
  })

  test('is told why a file is not accepted, and what to do', async ({ page, api }, testInfo) => {
    const guest = await api.invite({ startsIn: 60 })
    await page.goto(`${guest.invitePath}/documents?lang=en`)
    await give(page, 'Identity document', file(pdf({ trailer: '/Encrypt 9 0 R ' }), 'passport.pdf', 'application/pdf'))
    await expect(part(page, 'Identity document').getByText('The PDF is locked by a password.')).toBeVisible({ timeout: 30_000 })
    await give(page, 'Identity document', file(pdf({ pages: 2 }), 'passport.pdf', 'application/pdf'))
    await expect(part(page, 'Identity document').getByRole('status')).toHaveText('Received', { timeout: 30_000 })
    await part(page, 'Identity document').getByRole('button', { name: 'Send' }).click()
    await expect(page.getByRole('alert')).toHaveText('Choose a file or take a picture first.')
    const large = testInfo.outputPath('large.jpg')
    await writeFile(large, Buffer.alloc(16 * 1_048_576, 1))
    await give(page, 'Your photo', large)
    await expect(page.getByRole('alert')).toContainText('larger than 15 MB')
    await screenshot(page, 'guest-documents-problem')
  })

  test('opened elsewhere the page says what there is and shows none of it', async ({ page, api, browser, demo }) => {
    const guest = await api.invite({ startsIn: 60 })
    await page.goto(`${guest.invitePath}/documents?lang=en`)
    await give(page, 'Your photo', file(await picture('jpeg')))
    const shown = part(page, 'Your photo').getByRole('img')
    await expect(shown).toBeVisible({ timeout: 30_000 })
    const other = await (await browser.newContext({ baseURL: demo.url, javaScriptEnabled: false })).newPage()
    await other.goto(`${guest.invitePath}/documents?lang=en`)
    await expect(part(other, 'Your photo').getByText('Sent from another device')).toBeVisible()
    expect((await other.request.get((await shown.getAttribute('src')) ?? '')).status()).toBe(404)
  })
})

for (const language of ['ru', 'en'] as const)
  for (const colorScheme of ['light', 'dark'] as const)
    test.describe(`${language}, ${colorScheme}`, () => {
      test.use({ colorScheme, viewport: { width: 390, height: 844 } })

      test('giving documents is there for everybody', async ({ page, api }) => {
        const guest = await api.invite({ startsIn: 60, name: 'Dora Guest' })
        await page.goto(`${guest.invitePath}/documents?lang=${language}`)
        await page
          .locator('section input[type=file]:not([capture])')
          .first()
          .setInputFiles(file(await picture('jpeg', 600, 800)))
        await page.locator('section .fields .button').first().click()
        await expect(page.locator('.given img')).toBeVisible({ timeout: 30_000 })
        expect(await barriers(page)).toEqual([])
        await screenshot(page, `guest-documents-${language}-${colorScheme}`)
        await page.goto(`${guest.invitePath}?lang=${language}`)
        expect(await barriers(page)).toEqual([])
      })
    })

test('staff see the photo at the gate and judge documents beside the visit', async ({ page, api, browser, demo }) => {
  const guest = await api.invite({ startsIn: -5, minutes: 120, name: `Pia ${crypto.randomUUID().slice(0, 6)}` })
  const phone = await (await browser.newContext({ baseURL: demo.url, javaScriptEnabled: false })).newPage()
  await phone.goto(`${guest.invitePath}/documents?lang=en`)
  await give(phone, 'Your photo', file(await picture('jpeg', 600, 800)))
  await expect(part(phone, 'Your photo').getByRole('img')).toBeVisible({ timeout: 30_000 })
  await give(phone, 'Identity document', file(pdf({ pages: 2 }), 'p.pdf', 'application/pdf'))
  await expect(part(phone, 'Identity document').getByRole('status')).toHaveText('Received', { timeout: 30_000 })

  await useLanguage(page, 'en')
  await signIn(page, 'host')
  await open(page, `/host/visits?visit=${guest.appointmentId}`)
  const files = page.getByRole('region', { name: `Photo and documents of ${guest.visitorName}` })
  await files.getByRole('button', { name: 'Show the photo and documents' }).click()
  await expect(files.getByRole('img', { name: `Photo of ${guest.visitorName}` })).toBeVisible()
  await expect(files.getByText('not scanned for viruses').first()).toBeVisible()
  await screenshot(page, 'host-visit-files')
  const download = page.waitForEvent('download')
  await files.getByRole('button', { name: `Download: Identity document of ${guest.visitorName}` }).click()
  expect((await download).suggestedFilename()).toMatch(/^identity-document-\w{6}\.pdf$/)
  await files.getByRole('button', { name: `Reject: Identity document of ${guest.visitorName}` }).click()
  await files.getByLabel('What to do about it').fill('The page with the picture, please')
  await files.getByRole('button', { name: 'Reject and ask for another' }).click()
  await expect(files.getByText('Not accepted')).toBeVisible()
  await files.getByRole('button', { name: `Accept: Photo of ${guest.visitorName}` }).click()
  await expect(files.getByText('Accepted', { exact: true })).toBeVisible()
  expect(await barriers(page)).toEqual([])
  await phone.reload()
  await expect(part(phone, 'Identity document').getByText('The page with the picture, please')).toBeVisible()
  await expect(part(phone, 'Your photo').getByRole('status')).toHaveText('Accepted')

  await signIn(page, 'operator')
  const gate = await openGate(page, demo.gates[0]?.id ?? '')
  await gate.type(guest.code)
  await gate.shows('admitted', guest.visitorName)
  await expect(page.getByRole('img', { name: `Photo of ${guest.visitorName}` })).toBeVisible({ timeout: 15_000 })
  await screenshot(page, 'gate-photo')
})
