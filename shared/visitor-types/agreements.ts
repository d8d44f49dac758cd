import { z } from 'zod'
import { line, lines } from '../schemas/visitors'
import { spoken } from './spoken'

const name = line(120).min(1, 'errors.nameRequired')

/** How long a signature counts, in months; null: for one visit. */
const validMonths = z.int('errors.monthsInvalid').min(1, 'errors.monthsInvalid').max(120, 'errors.monthsInvalid').nullable()

/** What guests read of an agreement. */
const content = z.object({ title: spoken(line(200)), text: spoken(lines(20_000)) }).check(({ value, issues }) => {
  const { title, text } = value
  const isHalf = (['ru', 'en'] as const).some((language) => (title[language] === '') !== (text[language] === ''))
  // A title in one language over a text in the other would be signed by whoever cannot read it.
  if (isHalf) issues.push({ code: 'custom', input: value, path: ['text'], message: 'errors.agreementHalf' })
})

/** What making an agreement takes: its first version is published with it. */
export const createAgreementSchema = z.object({ name, validMonths, idempotencyKey: z.string().min(1).max(120).nullish() }).and(content)

/** What changing an agreement takes, but for its text. */
export const updateAgreementSchema = z.object({ agreementId: z.string(), name, validMonths })

/** What publishing another version of an agreement takes. */
export const publishAgreementSchema = z
  .object({
    agreementId: z.string(),
    /** Which version the caller saw. */
    version: z.int().min(1),
    /** Whether whoever signed an earlier version has to sign this one. */
    asksAgain: z.boolean(),
  })
  .and(content)

/** What a guest says when they sign. */
export const signatureSchema = z.object({
  name: line(200).min(1, 'errors.signatureNameRequired'),
  agreed: z.literal('yes', 'errors.signatureTickRequired'),
})
