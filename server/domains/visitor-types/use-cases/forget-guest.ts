import type { TenantTransaction } from '../../../infra/tenant-client'

/** Forgets what was answered by and about a person who is erased, what they signed and what they went through. */
export async function forgetGuest(tx: TenantTransaction, visitorId: string): Promise<void> {
  await tx.passAnswers.deleteMany({ where: { visitorId } })
  await tx.agreementSignature.deleteMany({ where: { visitorId } })
  await tx.inductionPassed.deleteMany({ where: { visitorId } })
}
