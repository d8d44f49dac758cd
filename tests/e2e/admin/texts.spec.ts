import { expect, open, signIn, test, useLanguage } from '../fixtures'
import { unsaidOn } from '../unsaid'

for (const [language, sections] of [
  ['ru', 'Разделы'],
  ['en', 'Sections'],
] as const) {
  test(`from page to page the texts come along, without a new start (${language})`, async ({ page }) => {
    await useLanguage(page, language)
    await signIn(page, 'orgAdmin')
    await open(page, '/admin')
    await page.evaluate(() => document.documentElement.setAttribute('data-once', ''))
    const links = page.getByRole('navigation', { name: sections }).getByRole('link')
    const addresses = await links.evaluateAll((all) => all.map((link) => new URL((link as HTMLAnchorElement).href).pathname))
    expect(addresses.length).toBeGreaterThan(15)
    for (const [place, address] of addresses.entries()) {
      await links.nth(place).click()
      await expect(page).toHaveURL((url) => url.pathname.startsWith(address))
      await expect(links.nth(place)).toHaveAttribute('aria-current', 'page')
      await expect(page.locator('main h1').first()).toBeVisible()
      expect(await unsaidOn(page), address).toEqual([])
    }
    await expect(page.locator('html[data-once]')).toBeAttached()
  })
}
