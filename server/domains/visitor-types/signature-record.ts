import { visitorSeal, type WrappedVisitorKey } from '../../core/visitor-record'
import type { Keyring } from '../../infra/keyring'

/** Who signed, as they said themselves, and from where. */
export interface Signer {
  /** As they typed it. */
  name: string
  ip: string | null
  userAgent: string | null
}

const at = (column: 'sealed_signer' | 'sealed_pdf', id: string) => ({ table: 'agreement_signatures', column, id })

/** What is kept of a signature under the key of whoever signed. */
export interface SignatureSeal {
  sealSigner: (signer: Signer) => Uint8Array<ArrayBuffer>
  openSigner: (sealed: Uint8Array) => Signer
  sealPdf: (pdf: Buffer) => Uint8Array<ArrayBuffer>
  openPdf: (sealed: Uint8Array) => Buffer
}

/** Seals and opens what is kept of one signature. */
export function signatureSeal(keyring: Keyring, visitorId: string, key: WrappedVisitorKey, id: string): SignatureSeal {
  const seal = visitorSeal(keyring, visitorId, key)
  return {
    sealSigner: (signer) => seal.seal(Buffer.from(JSON.stringify(signer)), at('sealed_signer', id)),
    openSigner: (sealed) => JSON.parse(seal.open(sealed, at('sealed_signer', id)).toString()) as Signer,
    sealPdf: (pdf) => seal.seal(pdf, at('sealed_pdf', id)),
    openPdf: (sealed) => seal.open(sealed, at('sealed_pdf', id)),
  }
}
