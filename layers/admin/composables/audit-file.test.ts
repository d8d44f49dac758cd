import { expect, it } from 'vitest'
import { auditCsv, auditJson } from './audit-file'

const entry = {
  id: 'QQ',
  action: 'pass.revoke',
  actorType: 'user',
  actorId: null,
  actorName: null,
  actedForName: null,
  entityType: 'VisitPass',
  entityId: 'p',
  entityName: null,
  reason: '=HYPERLINK("x")',
  details: '{"reason":"=HYPERLINK(\\"x\\")"}',
  createdAt: '2026-11-23T10:00:00.000Z',
  ip: '192.0.2.7',
  userAgent: 'A, "B"',
  traceId: 't',
}

it('a cell is quoted and never a formula', () => {
  const [head, line] = auditCsv([entry]).split('\r\n')
  expect(head).toBe(
    '\uFEFFcreatedAt,actorType,actorId,actorName,actedForName,action,entityType,entityId,entityName,reason,details,ip,userAgent,traceId',
  )
  expect(line).toContain(`"'=HYPERLINK(""x"")"`)
  expect(line).toContain('"A, ""B"""')
})

it('JSON has the details as they are', () => {
  expect(JSON.parse(auditJson([entry]))).toMatchObject([{ id: 'QQ', details: { reason: '=HYPERLINK("x")' } }])
})
