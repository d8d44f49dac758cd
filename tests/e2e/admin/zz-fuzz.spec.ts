import { signIn, test } from '/work/main/tests/e2e/fixtures'
import { openGate } from '/work/main/tests/e2e/admin/gate-screen'
test('fuzz', async ({ page, api, demo }) => {
  await signIn(page, 'operator')
  const gate = await openGate(page, demo.gates[0]!.id)
  const sent: string[] = []
  page.on('request', (r) => { const d = r.postData() ?? ''; if (d.includes('scanPass')) { const b = JSON.parse(d); sent.push(b.variables.input.code) } })
  for (let i = 0; i < 8; i++) {
    const g = await api.invite()
    sent.length = 0
    await gate.wedge(g.code)
    await page.waitForTimeout(1500)
    console.log(JSON.stringify(g.code), JSON.stringify(sent), g.code === sent[0], await gate.verdict.getAttribute('data-verdict').catch(() => null))
    await page.keyboard.press('Escape')
  }
})
