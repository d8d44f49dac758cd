import { randomBytes } from 'node:crypto'
import { makeShortCode } from '#shared/credentials/short-code'
import { flagsOfIssue } from '#shared/credentials/pass-claims'
import { Prisma, type VisitPass } from '../../../generated/prisma/client'
import { signPassCode } from '../pass-signature'
import { signerOf } from './signing-keys'

/** Random short codes collide once in 35 billion; a collision costs another try. */
const shortCodeTries = 5

/** What the QR of a pass says, by its hours and the number of its code. @throws RangeError for a number that no code has */
export async function signPass(
  organizationId: string,
  { id, validFrom, validTo, issueNumber }: Pick<VisitPass, 'id' | 'validFrom' | 'validTo' | 'issueNumber'>,
): Promise<string> {
  const { keyId, privateKey } = await signerOf(organizationId)
  const flags = flagsOfIssue(issueNumber)
  return signPassCode({ keyId, passId: id, notBefore: validFrom, expiresAt: validTo, flags }, privateKey)
}

/** Does what writes a new short code, again with another where the organization has that one. */
export async function withShortCode<T>(work: (shortCode: string) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await work(makeShortCode(randomBytes(9)))
    } catch (error) {
      const collided = error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002'
      if (!collided || tries === shortCodeTries) throw error
    }
  }
}
