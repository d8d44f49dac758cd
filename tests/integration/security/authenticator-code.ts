import { Secret, TOTP } from 'otpauth'

/** The code that an authenticator app shows for a secret at a moment. */
export const codeAt = (secret: string, at: number): string =>
  new TOTP({ secret: Secret.fromBase32(secret), digits: 6, period: 30 }).generate({ timestamp: at })
