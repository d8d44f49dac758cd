import { domainToASCII } from 'node:url'
import { parsePhoneNumberFromString } from 'libphonenumber-js/min'

/**
 * A phone number in E.164 (`+79161234567`), however it was written.
 * @param defaultCountry the country of numbers without a country code; without it they are refused
 * @returns null for what cannot be a number
 */
export function normalizePhone(text: string, defaultCountry?: 'RU'): string | null {
  if (text.length > 64) return null
  const number = parsePhoneNumberFromString(text, { ...(defaultCountry && { defaultCountry }), extract: false })
  return number?.isValid() ? number.number : null
}

// The local part of RFC 5321 without its quoted form, which no mailbox that a visitor has uses.
const LOCAL_PART = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/
const DOMAIN = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})$/

/**
 * An e-mail address as it is stored and compared: trimmed, in lower case, an international domain in its ASCII form.
 * @returns null for what is not one address (RFC 5321, at most 254 characters, a domain with a dot)
 */
export function normalizeEmail(text: string): string | null {
  const trimmed = text.length <= 320 ? text.trim().toLowerCase() : ''
  const at = trimmed.lastIndexOf('@')
  const local = trimmed.slice(0, Math.max(at, 0))
  const written = trimmed.slice(at + 1)
  // domainToASCII reads a host as an URL does: it would decode %6d and drop "/x" or ":25".
  const domain = /^[\p{L}\p{M}\p{N}.-]+$/u.test(written) ? domainToASCII(written) : ''
  if (local.length > 64 || !LOCAL_PART.test(local) || !DOMAIN.test(domain)) return null
  const address = `${local}@${domain}`
  return address.length <= 254 ? address : null
}

/** An e-mail of which only enough is left to recognise it: `a•••@example.com`. */
export const maskEmail = (email: string): string => email.replace(/^(.).*(?=@)/u, '$1•••')

/** A phone number of which only its country and its end are left: `+7 ••• 67`. */
export const maskPhone = (phone: string): string =>
  `${parsePhoneNumberFromString(phone)?.countryCallingCode.replace(/^/, '+') ?? ''} ••• ${phone.slice(-2)}`.trim()
