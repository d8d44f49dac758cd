import { expect, open, screenshot, signIn, test, useLanguage } from '../fixtures'

interface Answer {
  data?: { appointments?: { edges: unknown[] }; inviteGuest?: { __typename: string }; scanPass?: { __typename: string } }
  errors?: unknown[]
}

/** What a shell makes of the example's `-d '…'`. */
const bodyOf = (example: string): string => (/-d '([\s\S]*)'$/.exec(example)?.[1] ?? '').replaceAll(String.raw`'\''`, "'")

test('the examples work with the demo key as they are shown', async ({ page, demo, api }) => {
  await useLanguage(page, 'en')
  await signIn(page, 'developer')
  await open(page, '/devconsole/examples')
  await screenshot(page, 'devconsole')
  const textOf = async (name: string) => (await page.locator(`[data-example=${name}] pre`).textContent()) ?? ''
  const run = async (body: string): Promise<Answer> => {
    const headers = { authorization: `Bearer ${demo.apiKey}`, 'content-type': 'application/json' }
    return (await (await fetch(demo.graphql, { method: 'POST', headers, body })).json()) as Answer
  }
  for (const name of ['list', 'invite', 'scan']) expect(await textOf(name)).toContain(demo.graphql)
  expect(await textOf('invite')).toContain(demo.site.id)
  expect(await textOf('subscribe')).toContain(demo.graphql.replace('http', 'ws'))

  expect((await run(bodyOf(await textOf('list')))).data?.appointments?.edges.length).toBeGreaterThan(0)
  const { hosts } = await api.graphql<{ hosts: { edges: { node: { id: string } }[] } }>('{ hosts(first: 1) { edges { node { id } } } }')
  const invite = bodyOf(await textOf('invite')).replace('HOST_ID', hosts.edges[0]!.node.id)
  expect((await run(invite.replace('order-1001', crypto.randomUUID()))).data?.inviteGuest?.__typename).toBe('InviteGuestSuccess')
  const scan = bodyOf(await textOf('scan')).replace('scan-0001', crypto.randomUUID())
  expect((await run(scan)).data?.scanPass?.__typename).toBe('ScanDenied')
})

test('keys are recognised by their first symbols and their permissions explained', async ({ page, demo }) => {
  await useLanguage(page, 'en')
  await signIn(page, 'developer')
  await open(page, '/devconsole')
  const key = page.locator(`[data-key="${demo.apiKey.slice(0, 12)}"]`)
  await expect(key).toContainText('Working')
  await expect(key).toContainText('scan:admit')
  await expect(page.getByText('Scan at gates')).toBeVisible()
  expect(await page.content(), 'a key is shown once, when it is made').not.toContain(demo.apiKey)
})
