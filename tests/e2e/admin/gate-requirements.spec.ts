import { screenshot, signIn, test } from '../fixtures'
import { openGate } from './gate-screen'

const typeDocument = `mutation ($input: CreateVisitorTypeInput!) { createVisitorType(input: $input) {
  ... on CreateVisitorTypeSuccess { visitorType { id } } } }`

test('a gate says in words what is missing, and goes on once the steward has seen to it', async ({ page, api, demo }) => {
  await signIn(page, 'orgAdmin')
  const fields = [{ key: 'plate', kind: 'SHORT_TEXT', label: { en: 'Plate' }, required: true }]
  const input = { name: `Escorted ${crypto.randomUUID()}`, requires: ['ESCORT'], fields }
  const response = await page.request.post('/graphql', { data: { query: typeDocument, variables: { input } } })
  const { data } = (await response.json()) as { data: { createVisitorType: { visitorType: { id: string } } } }
  const guest = await api.invite({ visitorTypeId: data.createVisitorType.visitorType.id })
  const gate = await openGate(page, demo.gates[0]?.id ?? '')
  await gate.type(guest.code)
  await gate.shows('incomplete', guest.visitorName, 'has not answered the questions', 'must be escorted')
  await screenshot(page, 'gate-requirements')
  await page.getByRole('button', { name: 'All checked, admit' }).click()
  await gate.shows('admitted', guest.visitorName)
})
