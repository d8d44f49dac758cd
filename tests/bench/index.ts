import { calendar } from './flows/calendar.ts'
import { openProduct, type Product } from './fixture/product.ts'
import { growth } from './flows/growth.ts'
import { guestList } from './flows/guest-list.ts'
import { invite } from './flows/invite.ts'
import { live } from './flows/live.ts'
import { page } from './flows/page.ts'
import { redeem } from './flows/redeem.ts'
import { scan } from './flows/scan.ts'
import { start } from './flows/start.ts'
import { webhooks } from './flows/webhooks.ts'
import { tableOf, type Row } from './table.ts'

const flows: Record<string, (product: Product) => Promise<Row[]>> = {
  scan,
  page,
  calendar,
  invite,
  'guest-list': guestList,
  live,
  start,
  redeem,
  webhooks,
  growth,
}
const asked = process.argv.slice(2)
const unknown = asked.filter((name) => !(name in flows))
if (unknown.length > 0) {
  console.error(`There is no flow "${unknown.join('", "')}": choose from ${Object.keys(flows).join(', ')}.`)
  process.exit(2)
}

const began = performance.now()
const product = await openProduct()
const rows: Row[] = []
try {
  for (const [name, flow] of Object.entries(flows)) {
    if (asked.length > 0 && !asked.includes(name)) continue
    console.log(`${((performance.now() - began) / 1_000).toFixed(0)} s: ${name}`)
    rows.push(...(await flow(product)))
  }
} finally {
  await product.stop()
}
console.log(`\n${tableOf(rows)}\n\n${((performance.now() - began) / 1_000).toFixed(0)} s in all, node ${process.version}`)
process.exit(rows.every((row) => row.pass !== false) ? 0 : 1)
