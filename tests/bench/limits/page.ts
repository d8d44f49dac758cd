import { globalId, poolOf, serve } from './http.ts'
import { principalOf } from './principal.ts'
import { openPerson, openTitle, organizationKey, type OrganizationKey, type SealedPerson } from './sealing.ts'

/** The limit of the integrator's page: 50 appointments with host, passes and visitors, one statement, by hand. */
const pool = poolOf(Number(process.env.POOL))
const needed = ['appointment:read', 'pass:read', 'visitor:read']

const sql = `SELECT a.id, a.sealed_title, a.status, a.starts_at, a.ends_at, a.host_id, u.name AS host_name, p.id AS pass_id, p.status AS pass_status,
    v.id AS visitor_id, v.sealed_name, v.sealed_company, k.wrapped_key
  FROM (SELECT id, sealed_title, status, starts_at, ends_at, host_id FROM appointments WHERE organization_id = ? ORDER BY starts_at, id LIMIT ?) a
  JOIN hosts h ON h.id = a.host_id JOIN users u ON u.id = h.user_id
  LEFT JOIN visit_passes p ON p.organization_id = ? AND p.appointment_id = a.id LEFT JOIN visitors v ON v.id = p.visitor_id
  LEFT JOIN visitor_keys k ON k.visitor_id = v.id
  ORDER BY a.starts_at, a.id, p.id`

interface Row extends SealedPerson {
  id: string
  sealed_title: Buffer | null
  status: string
  starts_at: Date
  ends_at: Date
  host_id: string
  host_name: string
  pass_id: string | null
  pass_status: string
  visitor_id: string
}

const passOf = (wrapping: OrganizationKey, row: Row) => ({
  node: { id: globalId('VisitPass', row.pass_id ?? ''), status: row.pass_status, visitor: openPerson(wrapping, row.visitor_id, row) },
})

const appointmentOf = (wrapping: OrganizationKey, row: Row) => ({
  id: globalId('Appointment', row.id),
  title: openTitle(wrapping, row.id, row.sealed_title),
  status: row.status,
  startsAt: row.starts_at,
  endsAt: row.ends_at,
  host: { id: globalId('Host', row.host_id), name: row.host_name },
  visitPasses: { edges: [] as ReturnType<typeof passOf>[] },
})

let wrapping: OrganizationKey | undefined

serve(async (variables, request) => {
  const who = await principalOf(pool, request)
  if (!who || !needed.every((scope) => who.scopes.includes(scope))) throw new Error('FORBIDDEN')
  wrapping ??= await organizationKey(pool, who.organizationId, process.env.MASTER_KEY ?? '')
  const first = Number(variables.first)
  const rows: Row[] = await pool.query(sql, [who.organizationId, first + 1, who.organizationId])
  const listed: { key: string; node: ReturnType<typeof appointmentOf> }[] = []
  let last = ''
  for (const row of rows) {
    if (row.id !== last) listed.push({ key: JSON.stringify([row.starts_at.getTime(), row.id]), node: appointmentOf(wrapping, row) })
    last = row.id
    if (row.pass_id) listed.at(-1)?.node.visitPasses.edges.push(passOf(wrapping, row))
  }
  const shown = listed.slice(0, first)
  const pageInfo = { hasNextPage: listed.length > first, endCursor: Buffer.from(shown.at(-1)?.key ?? '').toString('base64url') }
  return { appointments: { edges: shown.map(({ node }) => ({ node })), pageInfo } }
})
