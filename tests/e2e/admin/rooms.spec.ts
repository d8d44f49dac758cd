import { expect, open, reload, screenshot, signIn, test, useLanguage } from '../fixtures'

test('rooms of a site are made, changed and closed, and visits that have one keep it or lose it', async ({ page, demo, api }) => {
  await useLanguage(page, 'en')
  await signIn(page, 'orgAdmin')
  await open(page, `/admin/sites/${demo.site.id}`)
  const rooms = page.getByRole('region', { name: 'Meeting rooms' })
  const name = `Room ${crypto.randomUUID().slice(0, 6)}`
  await rooms.getByRole('button', { name: 'New room' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name').fill(name)
  await dialog.getByLabel('Seats').fill('0')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog.getByRole('alert')).toBeVisible()
  await dialog.getByLabel('Seats').fill('5')
  await dialog.getByRole('button', { name: 'Save' }).click()
  const line = rooms.locator(`[data-room="${name}"]`)
  await expect(line).toContainText('seats: 5')

  const { node } = await api.graphql<{ node: { rooms: { edges: { node: { id: string; name: string } }[] } } }>(
    'query ($id: ID!) { node(id: $id) { ... on Site { rooms(first: 100) { edges { node { id name } } } } } }',
    { id: demo.site.id },
  )
  const roomId = node.rooms.edges.find(({ node: room }) => room.name === name)?.node.id
  const { appointmentId } = await api.invite({ startsIn: 60 * 50, minutes: 30 })
  await api.graphql(
    'mutation ($id: ID!, $roomId: ID!) { updateAppointment(input: { appointmentId: $id, version: 0, roomId: $roomId }) { __typename } }',
    { id: appointmentId, roomId },
  )
  await reload(page)
  await expect(line).toContainText('1 visit ahead')
  await line.getByRole('button', { name: `Close the room “${name}”` }).click()
  await expect(dialog).toContainText('1 visit is booked in it')
  await screenshot(page, 'admin-room-close')
  await dialog.getByText('They are left without a room').click()
  await dialog.getByRole('button', { name: 'Close', exact: true }).click()
  await expect(line.getByText('Closed')).toBeVisible()
  await expect(line).not.toContainText('visit ahead')
})
