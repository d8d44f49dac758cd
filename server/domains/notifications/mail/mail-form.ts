import { LRUCache } from 'lru-cache'

/** Mails whose form was drawn before: which they are depends on brands and languages, not on guests. */
const drawn = new LRUCache<string, Promise<string>>({ max: 100 })

/** Draws MJML. It is heavy, and only the worker writes mails: whoever merely imports this file does not pay for it. */
async function draw(mjml: string): Promise<string> {
  const { default: mjml2html } = await import('mjml')
  const { html: page } = await mjml2html(mjml, { validationLevel: 'strict', keepComments: false, ignoreIncludes: true, fonts: {} })
  return page
}

/** Where the value with a number goes. Of letters and digits: it comes through the drawing as it is, in texts and attributes alike. */
export const blank = (place: number): string => `gcBlank${place}x`

/**
 * Writes a mail whose form is MJML with {@link blank}s: drawn once, filled in for each mail.
 * @param values HTML that goes into the blanks, by their numbers; one that looks like a blank is not filled in again
 */
export async function fillMjml(mjml: string, values: readonly string[]): Promise<string> {
  const known = drawn.get(mjml)
  const drawing = known ?? draw(mjml)
  if (!known) {
    drawn.set(mjml, drawing)
    drawing.catch(() => drawn.delete(mjml))
  }
  return (await drawing).replaceAll(/gcBlank(\d+)x/g, (whole, place: string) => values[Number(place)] ?? whole)
}
