import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { env } from './env'

/** What signs passes for Apple Wallet: PEM texts and the names that Apple gave. */
export interface AppleSigner {
  passType: string
  team: string
  certificate: string
  key: string
  passphrase: string | undefined
  intermediate: string
}

/** What signs passes for Google Wallet: the issuer's number and a service account. */
export interface GoogleSigner {
  issuer: string
  account: string
  privateKey: string
}

/** The wallets that this installation signs passes for. */
export const wallets = ['apple', 'google'] as const

/** One of them. */
export type Wallet = (typeof wallets)[number]

/** Whether passes are signed for a wallet here. */
export const signsFor = (wallet: Wallet): boolean =>
  (wallet === 'apple' ? env.APPLE_WALLET_PASS_TYPE : env.GOOGLE_WALLET_ISSUER) !== undefined

const text = (path: string | undefined) => readFile(path ?? '', 'utf8')

/** Reads what signs passes for Apple Wallet, each time: certificates are replaced once a year. @throws Error where a file cannot be read */
export async function appleSigner(): Promise<AppleSigner | null> {
  const { APPLE_WALLET_PASS_TYPE: passType, APPLE_WALLET_TEAM: team = '', APPLE_WALLET_KEY_PASSPHRASE: passphrase } = env
  if (passType === undefined) return null
  const [certificate, key, intermediate] = await Promise.all([
    text(env.APPLE_WALLET_CERTIFICATE_FILE),
    text(env.APPLE_WALLET_KEY_FILE),
    text(env.APPLE_WALLET_WWDR_FILE),
  ])
  return { passType, team, certificate, key, passphrase, intermediate }
}

const serviceAccount = z.object({ client_email: z.email(), private_key: z.string() })

/** Reads what signs passes for Google Wallet. @throws Error where the file is no key of a service account */
export async function googleSigner(): Promise<GoogleSigner | null> {
  const issuer = env.GOOGLE_WALLET_ISSUER
  if (issuer === undefined) return null
  const account = serviceAccount.parse(JSON.parse(await text(env.GOOGLE_WALLET_KEY_FILE)))
  return { issuer, account: account.client_email, privateKey: account.private_key }
}
