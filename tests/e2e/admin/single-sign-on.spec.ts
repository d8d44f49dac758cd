import { expect, open, screenshot, signIn, test, useLanguage } from '../fixtures'

test('an organization’s own sign-in is set up, tested and removed; a domain is named and given up', async ({ page }) => {
  const domain = `d${crypto.randomUUID().slice(0, 8)}.example`
  await useLanguage(page, 'en')
  await signIn(page, 'orgAdmin')
  await open(page, '/admin/single-sign-on')
  await expect(page.getByText('Nothing is set up')).toBeVisible()

  await page.getByLabel('Domain').fill('no domain')
  await page.getByRole('button', { name: 'Add' }).click()
  await expect(page.getByRole('alert')).toContainText('Enter a domain')
  await page.getByLabel('Domain').fill(domain)
  await page.getByRole('button', { name: 'Add' }).click()
  await expect(page.getByText(`${domain} is named`)).toBeVisible()
  await expect(page.getByText(`_guest-center.${domain}`)).toBeVisible()

  await page.getByLabel('Name on the button').fill('Acme')
  await page.getByLabel('Issuer').fill(`https://login.${domain}`)
  await page.getByLabel('Client ID').fill('guest-center')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('alert')).toContainText('Enter the client secret')
  await page.getByLabel('Client secret').fill('a secret')
  await page.getByLabel('It is the only way in').check()
  await page.getByLabel('Administrator for when it is down').selectOption({ index: 1 })
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('alert')).toContainText('Switch the provider on first')
  await page.getByLabel('It is the only way in').uncheck()
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('The provider is saved')).toBeVisible()
  await expect(page.getByLabel('Client secret')).toHaveValue('')

  await page.getByRole('button', { name: 'Test', exact: true }).click()
  await expect(page.getByText('The test found a problem')).toBeVisible()
  await expect(page.getByText('Nobody answers at this address')).toBeVisible()
  await screenshot(page, 'single-sign-on')

  await page.getByRole('button', { name: 'Remove', exact: true }).click()
  await expect(page.getByText('Remove the provider?')).toBeVisible()
  await page.getByRole('button', { name: 'Remove', exact: true }).click()
  await expect(page.getByText('The provider is removed')).toBeVisible()
  await page.getByRole('button', { name: `Remove ${domain}` }).click()
  await expect(page.getByText('does not count any more')).toBeVisible()
})

const metadata = `<?xml version="1.0"?>
<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://idp.example/metadata">
  <md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
    <md:KeyDescriptor use="signing"><KeyInfo xmlns="http://www.w3.org/2000/09/xmldsig#"><X509Data>
      <X509Certificate>AAAA</X509Certificate></X509Data></KeyInfo></md:KeyDescriptor>
    <md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="https://idp.example/post"/>
    <md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="https://idp.example/sso"/>
  </md:IDPSSODescriptor>
</md:EntityDescriptor>`

test('a SAML provider is entered by its metadata, and given ours', async ({ page }) => {
  await useLanguage(page, 'en')
  await signIn(page, 'orgAdmin')
  await open(page, '/admin/single-sign-on')
  await page.getByLabel('SAML 2.0').check()
  await page.getByLabel('Paste it here').fill('<no metadata>')
  await page.getByRole('button', { name: 'Fill the form from it' }).click()
  await expect(page.getByRole('alert')).toContainText('no metadata of one SAML provider')
  await page.getByLabel('Paste it here').fill('')
  await page.getByLabel('Or choose its file').setInputFiles({ name: 'idp.xml', mimeType: 'text/xml', buffer: Buffer.from(metadata) })
  await expect(page.getByText('The form is filled')).toBeVisible()
  await expect(page.getByLabel('Name of the provider (entity ID)')).toHaveValue('https://idp.example/metadata')
  await expect(page.getByLabel('Sign-in address of the provider')).toHaveValue('https://idp.example/sso')
  await expect(page.getByLabel('Certificates of the provider')).toHaveValue(/BEGIN CERTIFICATE-----\nAAAA\n/)
  await screenshot(page, 'single-sign-on-saml')

  const [ours] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download our metadata' }).click()])
  expect(ours.suggestedFilename()).toBe('guest-center-metadata.xml')
  await page.getByLabel('Name on the button').fill('Acme')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('alert')).toContainText('Paste the provider’s certificate')
})

test('the sign-in page looks for the organization’s own sign-in by the address, and says what went wrong', async ({ page }) => {
  await useLanguage(page, 'en')
  await open(page, '/sign-in?problem=expired')
  await expect(page.getByRole('alert')).toContainText('took too long')
  await open(page, '/sign-in?problem=anything')
  await expect(page.getByRole('alert')).toHaveCount(0)
  await page.getByRole('button', { name: 'Sign in by your organization' }).click()
  await expect(page.getByRole('alert')).toContainText('Enter your e-mail')
  await page.getByLabel('E-mail').fill('nobody@nowhere.example')
  await page.getByRole('button', { name: 'Sign in by your organization' }).click()
  await expect(page.getByRole('alert')).toContainText('No organization’s sign-in')
  await open(page, '/sso/start?organization=nobody')
  await expect(page).toHaveURL(/\/sign-in\?problem=unknown$/)
  await open(page, '/sign-in?step=code')
  await page.getByLabel('One-time code').fill('123456')
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page.getByRole('alert')).toContainText('This sign-in is over')
})
