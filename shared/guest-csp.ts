/**
 * What a guest's page may load and do: its own styles and pictures, forms to this server, inside nobody's frame.
 * @param scriptHash of the one script that may run, as the policy spells it; none may where it is left out
 */
export const guestCsp = (scriptHash?: string): string =>
  [
    "default-src 'none'",
    "img-src 'self' data:",
    "style-src 'self' 'unsafe-inline'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    ...(scriptHash ? [`script-src '${scriptHash}'`, "worker-src 'self'", "connect-src 'self'"] : []),
  ].join('; ')
