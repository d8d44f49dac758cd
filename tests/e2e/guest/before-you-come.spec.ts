import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, screenshot, signIn, test } from '../fixtures'

test.use({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } })

const typeDocument = `mutation ($input: CreateVisitorTypeInput!) { result: createVisitorType(input: $input) {
  ... on CreateVisitorTypeSuccess { made: visitorType { id } } ... on UserError { message } } }`
const agreementDocument = `mutation ($input: CreateAgreementInput!) { result: createAgreement(input: $input) {
  ... on CreateAgreementSuccess { made: agreement { id } } ... on UserError { message } } }`
const publishDocument = `mutation ($input: PublishAgreementInput!) { result: publishAgreement(input: $input) {
  ... on PublishAgreementSuccess { made: agreement { id } } ... on UserError { message } } }`

const both = (text: string) => ({ ru: `${text} (рус)`, en: text })

/** What an administrator does by the API. @returns the id of what was made */
async function asAdmin(page: Page, query: string, input: object): Promise<string> {
  const response = await page.request.post('/graphql', { data: { query, variables: { input } } })
  const { data } = (await response.json()) as { data: { result: { made?: { id: string }; message?: string } } }
  if (!data.result.made) throw new Error(data.result.message)
  return data.result.made.id
}

/** A type that asks for everything that a guest does before they come. */
async function strictType(page: Page): Promise<{ typeId: string; agreementId: string }> {
  const agreementId = await asAdmin(page, agreementDocument, { name: 'NDA', title: both('Secrets'), text: both('Tell nobody.') })
  const answers = [
    { key: 'lift', label: both('The lift') },
    { key: 'stairs', label: both('The stairs') },
  ]
  const slide = {
    key: 's1',
    title: both('Fire'),
    text: both('Take the stairs.'),
    question: { text: both('Which way?'), answers, right: 'stairs' },
  }
  const fields = [
    { key: 'plate', kind: 'SHORT_TEXT', label: both('Plate <b>'), help: both('As on the car'), required: true },
    { key: 'weight', kind: 'NUMBER', label: both('Weight') },
    { key: 'tools', kind: 'YES_NO', label: both('Any tools?'), required: true },
  ]
  const input = {
    name: `Strict ${crypto.randomUUID()}`,
    requires: ['ESCORT'],
    fields,
    agreementIds: [agreementId],
    induction: { slides: [slide] },
  }
  return { typeId: await asAdmin(page, typeDocument, input), agreementId }
}

const step = (page: Page, name: string | RegExp) => page.locator('.checklist li', { hasText: name })

test('a guest goes through all that is asked of them without scripts', async ({ page, api }) => {
  await signIn(page, 'orgAdmin')
  const { typeId, agreementId } = await strictType(page)
  const guest = await api.invite({ startsIn: 60, minutes: 60, visitorTypeId: typeId })
  await page.goto(guest.invitePath)
  await expect(page.getByRole('heading', { name: 'Before you come' })).toBeVisible()
  for (const name of ['Answer the questions', 'induction', 'Sign: Secrets']) await expect(step(page, name)).toContainText('to do')
  await screenshot(page, 'guest-checklist')

  await page.getByRole('link', { name: 'Answer the questions' }).click()
  await expect(page.getByText('Plate <b>')).toBeVisible()
  await page.locator('input[name="answer.plate"]').fill('A123BC')
  await page.locator('input[name="answer.weight"]').fill('a lot')
  await page.getByLabel('No').check()
  await page.getByRole('button', { name: 'Save the answers' }).click()
  await expect(page.getByText('Enter a number, such as 12.5.')).toBeVisible()
  await expect(page.locator('input[name="answer.plate"]')).toHaveValue('A123BC')
  await expect(page.locator('input[name="answer.weight"]')).toHaveValue('a lot')
  await expect(page.getByLabel('No')).toBeChecked()
  await page.locator('input[name="answer.weight"]').fill('12,5')
  await page.getByRole('button', { name: 'Save the answers' }).click()
  await expect(step(page, 'Answer the questions')).toContainText('done')

  await page.getByRole('link', { name: 'Go through the induction' }).click()
  await page.getByLabel('The lift').check()
  await page.getByRole('button', { name: 'Understood, finish' }).click()
  await expect(page.getByText('Not right: read the text above once more.')).toBeVisible()
  await page.getByLabel('The stairs').check()
  await page.getByRole('button', { name: 'Understood, finish' }).click()
  await expect(step(page, 'induction')).toContainText('done')

  await page.getByRole('link', { name: 'Sign: Secrets' }).click()
  await expect(page.getByText('Tell nobody.')).toBeVisible()
  await asAdmin(page, publishDocument, { agreementId, version: 1, title: both('Secrets'), text: both('Tell nobody anything.') })
  await page.getByLabel('I understand').check()
  await page.getByLabel('Full name').fill('Anna Petrova')
  await page.getByRole('button', { name: 'Sign' }).click()
  await expect(page.getByRole('alert')).toContainText('A new version was published while you were reading')
  await expect(page.getByText('Tell nobody anything.')).toBeVisible()
  await expect(page.getByLabel('I understand')).not.toBeChecked()
  await expect(page.getByLabel('Full name')).toHaveValue('Anna Petrova')
  await screenshot(page, 'guest-agreement')
  await page.getByLabel('I understand').check()
  await page.getByRole('button', { name: 'Sign' }).click()
  await expect(step(page, 'Sign: Secrets')).toContainText('done')

  await page.getByRole('link', { name: 'Sign: Secrets' }).click()
  const link = page.getByRole('link', { name: 'Download the signed document' })
  const path = (await link.getAttribute('href')) ?? ''
  await expect.poll(async () => (await page.request.get(path)).status(), { timeout: 20_000 }).toBe(200)
  expect((await (await page.request.get(path)).body()).subarray(0, 5).toString()).toBe('%PDF-')
  const { outstanding } = (
    await api.graphql<{ node: { outstanding: string[] } }>('query ($id: ID!) { node(id: $id) { ... on VisitPass { outstanding } } }', {
      id: guest.visitPassId,
    })
  ).node
  expect(outstanding).toEqual(['ESCORT'])
})

test('a phone remembers the answers that its guest wants it to, for the same questions alone', async ({ page, api, browser, demo }) => {
  await signIn(page, 'orgAdmin')
  const { typeId } = await strictType(page)
  const [first, second] = [
    await api.invite({ startsIn: 60, visitorTypeId: typeId }),
    await api.invite({ startsIn: 60, visitorTypeId: typeId }),
  ]
  await page.goto(`${first.invitePath}/details?lang=en`)
  await page.locator('input[name="answer.plate"]').fill('A123BC')
  await page.getByLabel('No', { exact: true }).check()
  await page.getByLabel('Remember on this phone').check()
  await page.getByRole('button', { name: 'Save the answers' }).click()
  await page.goto(`${second.invitePath}/details?lang=en`)
  await expect(page.locator('input[name="answer.plate"]')).toHaveValue('A123BC')
  await expect(page.getByLabel('No', { exact: true })).toBeChecked()
  const elsewhere = await (await browser.newContext({ baseURL: demo.url, javaScriptEnabled: false })).newPage()
  await elsewhere.goto(`${second.invitePath}/details?lang=en`)
  await expect(elsewhere.locator('input[name="answer.plate"]')).toHaveValue('')
  await page.getByRole('button', { name: 'Forget these details' }).click()
  await expect(page.getByRole('status')).toHaveText('This phone remembers nothing any more.')
  await expect(page.locator('input[name="answer.plate"]')).toHaveValue('')
})

test('what there is to do stands in one list, whoever the guest is', async ({ page, api }) => {
  const guest = await api.invite({ startsIn: 60 })
  await page.goto(guest.invitePath)
  await expect(page.locator('.checklist li')).toHaveText([
    'Say whether you will come to do',
    'Add a photo and documents optional',
    'Number plate of your car optional',
  ])
  await expect(page.getByRole('link', { name: 'photo and documents' })).toHaveCount(1)
})

test('a form of another page, and an answer of a megabyte, change nothing', async ({ page, api }) => {
  await signIn(page, 'orgAdmin')
  const { typeId } = await strictType(page)
  const guest = await api.invite({ startsIn: 60, minutes: 60, visitorTypeId: typeId })
  await page.goto(guest.invitePath)
  const post = (form: Record<string, string>) => page.request.post(`${guest.invitePath}/details`, { form, maxRedirects: 0 })
  expect((await post({ form: 'x', 'answer.plate': 'A' })).status()).toBe(403)
  expect((await post({ form: 'x', 'answer.plate': 'A'.repeat(1_000_000) })).status()).toBe(413)
  await page.goto(`${guest.invitePath}/agreements/nonsense`)
  await expect(page).toHaveURL(new RegExp(`${guest.invitePath}$`))
})

for (const language of ['ru', 'en'] as const)
  for (const colorScheme of ['light', 'dark'] as const)
    test.describe(`${language}, ${colorScheme}`, () => {
      test.use({ colorScheme, javaScriptEnabled: true })

      test('every step is there for everybody', async ({ page, api }) => {
        await signIn(page, 'orgAdmin')
        const { typeId, agreementId } = await strictType(page)
        const guest = await api.invite({ startsIn: 60, minutes: 60, visitorTypeId: typeId })
        const local = Buffer.from(agreementId, 'base64').toString().split(':').at(-1) ?? ''
        for (const path of ['', '/details', '/induction', `/agreements/${local}`]) {
          await page.goto(`${guest.invitePath}${path}?lang=${language}`)
          await expect(page.locator('h1')).toBeVisible()
          const { violations } = await new AxeBuilder({ page }).analyze()
          expect.soft(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([])
          await screenshot(page, `guest-step${path.split('/')[1] ?? ''}-${language}-${colorScheme}`)
        }
      })
    })
