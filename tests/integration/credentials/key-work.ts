import { parsePassCode } from '../../../shared/credentials/pass-code'
import { createSigningKey, forgetSigner } from '../../../server/domains/credentials/use-cases/signing-keys'
import { prisma } from '../../../server/infra/db'
import { createOrganization } from '../../setup/organization'
import { signedPass } from '../scan/signed-pass'

/** Leaves something to do for each task of the schedule about keys of passes. */
export const signingKeyLeftovers: Record<string, () => Promise<unknown>> = {
  'let keys sign no more after which another one has begun to': async () => {
    const { id } = await createOrganization()
    await createSigningKey(prisma, id, new Date())
  },
  'sign anew what was signed while its key was being revoked': async () => {
    const org = await createOrganization()
    const { code } = await signedPass(org)
    const now = new Date()
    const keyId = parsePassCode(code)?.claims.keyId ?? ''
    await prisma.signingKey.update({ where: { keyId }, data: { revokedAt: now, retiredAt: now, sealedPrivateKey: null } })
    await createSigningKey(prisma, org.id, now)
    forgetSigner(org.id)
  },
}
