import { importPKCS8, SignJWT } from 'jose'
import { translate } from '../../../infra/i18n'
import { env } from '../../../infra/env'
import type { GoogleSigner } from '../../../infra/wallet-keys'
import { momentWithOffset, type WalletVisit } from './wallet-visit'

/** Where Google saves what a token says. */
const saveAt = 'https://pay.google.com/gp/v/save/'

/** Longest text of a line: a token has to fit an address. */
const longest = 60

/** What the pass says, as Google names it: a generic pass, of a class that every pass brings along. */
export function googleObject(visit: WalletVisit, issuer: string): { class: Record<string, unknown>; object: Record<string, unknown> } {
  const { language, timeZone } = visit
  const said = (value: string) => ({ defaultValue: { language, value: value.slice(0, longest) } })
  const line = (id: string, body: string) => ({ id, header: translate(language, `wallet.${id}`), body: body.slice(0, longest) })
  const moment = (at: Date) => ({ date: momentWithOffset(at, timeZone) })
  const when = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(visit.startsAt)
  const classId = `${issuer}.guest-center-visit`
  return {
    class: { id: classId },
    object: {
      id: `${issuer}.${visit.passId}`,
      classId,
      genericType: 'GENERIC_ENTRY_TICKET',
      state: 'ACTIVE',
      hexBackgroundColor: visit.color,
      cardTitle: said(visit.organization),
      header: said(visit.guest),
      textModulesData: [line('when', when), line('place', visit.place.name)],
      barcode: { type: 'QR_CODE', value: visit.code, ...(visit.shortCode && { alternateText: visit.shortCode }) },
      validTimeInterval: { start: moment(visit.validFrom), end: moment(visit.validTo) },
      passConstraints: { screenshotEligibility: 'INELIGIBLE' },
    },
  }
}

/** The address at which a guest saves their pass: its token is signed by the service account (RS256). @throws Error for a key that is none */
export async function googleLink(visit: WalletVisit, { issuer, account, privateKey }: GoogleSigner, now: Date): Promise<string> {
  const made = googleObject(visit, issuer)
  const payload = { genericClasses: [made.class], genericObjects: [made.object] }
  const token = await new SignJWT({ typ: 'savetowallet', origins: [new URL(env.PUBLIC_URL).origin], payload })
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT' })
    .setIssuer(account)
    .setAudience('google')
    .setIssuedAt(now)
    .sign(await importPKCS8(privateKey, 'RS256'))
  return saveAt + token
}
