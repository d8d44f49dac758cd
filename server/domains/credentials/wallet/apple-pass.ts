import { PKPass } from 'passkit-generator'
import { readableOn } from '#shared/brand-color'
import { languages } from '#shared/i18n/languages'
import { translate } from '../../../infra/i18n'
import type { AppleSigner } from '../../../infra/wallet-keys'
import { momentWithOffset, type WalletVisit } from './wallet-visit'

/** Words of a pass; a phone shows them in its own language, whatever that of the invite was. */
const words = ['guest', 'when', 'place', 'host', 'room', 'visit', 'address', 'shortCode', 'description'] as const
const key = (word: (typeof words)[number]) => `wallet.${word}`

const rgb = (color: string): string => `rgb(${[1, 3, 5].map((start) => Number.parseInt(color.slice(start, start + 2), 16)).join(', ')})`

interface Field {
  key: string
  label: string
  value: string
  [more: string]: unknown
}

const field = (word: (typeof words)[number], value: string | null, more: Record<string, unknown> = {}): Field[] =>
  value === null ? [] : [{ key: word, label: key(word), value, ...more }]

/** What the pass says, as Apple's `pass.json` names it. It brings no address to ask for changes: see docs/wallet-passes.md. */
export function applePassJson(visit: WalletVisit, { passType, team }: Pick<AppleSigner, 'passType' | 'team'>): Record<string, unknown> {
  const ink = rgb(readableOn(visit.color))
  const startsAt = momentWithOffset(visit.startsAt, visit.timeZone)
  // A clock at the place is what the guest goes by.
  const when = { dateStyle: 'PKDateStyleMedium', timeStyle: 'PKDateStyleShort', ignoresTimeZone: true }
  return {
    formatVersion: 1,
    passTypeIdentifier: passType,
    teamIdentifier: team,
    // A pass with a new code takes the place of the one before.
    serialNumber: visit.passId,
    organizationName: visit.organization,
    logoText: visit.organization,
    description: key('description'),
    backgroundColor: rgb(visit.color),
    foregroundColor: ink,
    labelColor: ink,
    relevantDate: startsAt,
    expirationDate: momentWithOffset(visit.validTo, visit.timeZone),
    sharingProhibited: true,
    voided: false,
    barcodes: [
      {
        format: 'PKBarcodeFormatQR',
        message: visit.code,
        messageEncoding: 'iso-8859-1',
        ...(visit.shortCode && { altText: visit.shortCode }),
      },
    ],
    eventTicket: {
      primaryFields: field('guest', visit.guest),
      secondaryFields: [...field('when', startsAt, when), ...field('place', visit.place.name)],
      auxiliaryFields: [...field('host', visit.host), ...field('room', visit.room)],
      backFields: [...field('visit', visit.title), ...field('address', visit.place.address), ...field('shortCode', visit.shortCode)],
    },
  }
}

/**
 * The `.pkpass` of a visit: `pass.json`, its words in both languages and its pictures, their SHA-1 sums, and the signature of those.
 * @param pictures by the name of their file
 * @throws Error where the certificates do not fit
 */
export function applePass(visit: WalletVisit, signer: AppleSigner, pictures: Readonly<Record<string, Buffer>>): Buffer {
  const { certificate, key: signerKey, passphrase, intermediate } = signer
  const content = Buffer.from(JSON.stringify(applePassJson(visit, signer)))
  const pass = new PKPass(
    { ...pictures, 'pass.json': content },
    { signerCert: certificate, signerKey, wwdr: intermediate, ...(passphrase && { signerKeyPassphrase: passphrase }) },
  )
  for (const language of languages)
    pass.localize(language, Object.fromEntries(words.map((word) => [key(word), translate(language, key(word))])))
  return pass.getAsBuffer()
}
