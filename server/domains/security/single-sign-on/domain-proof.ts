import { createHmac } from 'node:crypto'
import { Resolver } from 'node:dns/promises'
import { keyFor } from '../../../infra/root-key'

const key = keyFor('email-domain')

/** Under which name a domain says whose it is. */
export const proofName = (domain: string): string => `_guest-center.${domain}`

/** What it says there: nobody else can ask for the same. */
export const proofValue = (organizationId: string, domain: string): string =>
  `guest-center=${createHmac('sha256', key()).update(`${organizationId}:${domain}`).digest('base64url')}`

/** Whether the records of a domain (DNS, TXT) say that it is the organization's. False too where they cannot be read. */
export async function isProved(organizationId: string, domain: string): Promise<boolean> {
  const expected = proofValue(organizationId, domain)
  const resolver = new Resolver({ timeout: 3_000, tries: 2 })
  const records = await resolver.resolveTxt(proofName(domain)).catch(() => [])
  return records.some((parts) => parts.join('').trim() === expected)
}
