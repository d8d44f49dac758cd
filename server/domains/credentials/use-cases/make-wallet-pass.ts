import { findLogo } from '../../organizations/use-cases/find-logo'
import type { Language } from '../../../infra/i18n'
import { appleSigner, googleSigner, signsFor, wallets, type Wallet } from '../../../infra/wallet-keys'
import { applePass } from '../wallet/apple-pass'
import { googleLink } from '../wallet/google-link'
import { walletPictures } from '../wallet/wallet-pictures'
import { walletVisitOf } from '../wallet/wallet-visit'
import type { OpenedInvite } from './open-invite.sql'

/** The wallets in which a guest may keep their pass. */
export const walletsFor = (invite: OpenedInvite, now: Date): Wallet[] =>
  walletVisitOf(invite, 'en', now) ? wallets.filter((wallet) => signsFor(wallet)) : []

/**
 * The pass as a file for Apple Wallet.
 * @returns null where a wallet may keep nothing of it, or passes are not signed for this one
 * @throws Error where certificates cannot be read or do not fit
 */
export async function makeApplePass(invite: OpenedInvite, language: Language, now: Date): Promise<Buffer | null> {
  const visit = walletVisitOf(invite, language, now)
  const signer = visit && (await appleSigner())
  if (!signer) return null
  const logo = invite.organization.logoUrl ? await findLogo(invite.organizationCode) : null
  return applePass(visit, signer, await walletPictures(visit.color, logo?.bytes ?? null))
}

/**
 * The address at which the pass is saved in Google Wallet.
 * @returns null where a wallet may keep nothing of it, or passes are not signed for this one
 * @throws Error where the key cannot be read or is none
 */
export async function makeGoogleLink(invite: OpenedInvite, language: Language, now: Date): Promise<string | null> {
  const visit = walletVisitOf(invite, language, now)
  const signer = visit && (await googleSigner())
  return signer && googleLink(visit, signer, now)
}
