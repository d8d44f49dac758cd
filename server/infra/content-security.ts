import { randomBytes } from 'node:crypto'

/** A number that is used once: scripts of a page that bear it were written by us. */
export const newNonce = (): string => randomBytes(16).toString('base64')

/** Lets the scripts of a piece of a page run. Never for a piece in which other people's texts stand. */
export const withNonce = (html: string, nonce: string): string => html.replace(/<script\b/g, `<script nonce="${nonce}"`)

/**
 * What a page may load and do: scripts of this server and those that bear the nonce, nothing from elsewhere, inside nobody else's frame.
 * @param assets another address that hashed assets come from
 * @param compiles whether its scripts may make code of texts: the explorer's do
 */
export function contentSecurity(nonce: string, { assets = '', compiles = false }: { assets?: string; compiles?: boolean } = {}): string {
  const own = ["'self'", ...(assets ? [new URL(assets).origin] : [])].join(' ')
  return [
    `default-src ${own}`,
    `script-src ${own} 'nonce-${nonce}' 'wasm-unsafe-eval'${compiles ? " 'unsafe-eval'" : ''}`,
    `style-src ${own} 'unsafe-inline'`,
    `img-src ${own} data: blob:`,
    `font-src ${own} data:`,
    `worker-src ${own} blob:`,
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'self'",
  ].join('; ')
}
