import { z } from 'zod'

/** A colour as `#rrggbb`; kept in lower case. */
export const color = z
  .string()
  .trim()
  .regex(/^#[0-9a-f]{6}$/i, 'errors.colorInvalid')
  .transform((given) => given.toLowerCase())
