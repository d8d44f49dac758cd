import { execFileSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Certificates like those that Apple gives, and a service account like those of Google, made for one run of the tests. */
export interface WalletKeys {
  folder: string
  /** Whom a phone trusts. */
  root: string
  /** The public half of the service account's key. */
  googlePublicKey: string
}

export const passphrase = 'a word that opens the key'

/** Makes them, and sets the settings of this process to them. To be called before anything reads the settings. */
export function claimWalletKeys(): WalletKeys {
  const folder = mkdtempSync(join(tmpdir(), 'wallets-'))
  const at = (name: string) => join(folder, name)
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' })
  const signed = (name: string, by: string, extensions: string) => {
    writeFileSync(at(`${name}.ext`), extensions)
    openssl('req', '-new', '-key', `${name}.key`, '-passin', `pass:${passphrase}`, '-subj', `/CN=${name}`, '-out', `${name}.csr`)
    const issuer = ['-CA', `${by}.pem`, '-CAkey', `${by}.key`, '-CAcreateserial']
    openssl('x509', '-req', '-in', `${name}.csr`, ...issuer, '-days', '2', '-extfile', `${name}.ext`, '-out', `${name}.pem`)
  }
  openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'root.key', '-subj', '/CN=root', '-days', '2', '-out', 'root.pem')
  openssl('genrsa', '-out', 'intermediate.key', '2048')
  signed('intermediate', 'root', 'basicConstraints=critical,CA:TRUE')
  openssl('genrsa', '-aes128', '-passout', `pass:${passphrase}`, '-out', 'pass.key', '2048')
  signed('pass', 'intermediate', 'extendedKeyUsage=emailProtection')
  const { publicKey, privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
  writeFileSync(at('google.json'), JSON.stringify({ client_email: 'passes@example.iam.gserviceaccount.com', private_key: privateKey }))
  Object.assign(process.env, {
    APPLE_WALLET_PASS_TYPE: 'pass.example.visit',
    APPLE_WALLET_TEAM: 'ABCDE12345',
    APPLE_WALLET_CERTIFICATE_FILE: at('pass.pem'),
    APPLE_WALLET_KEY_FILE: at('pass.key'),
    APPLE_WALLET_KEY_PASSPHRASE: passphrase,
    APPLE_WALLET_WWDR_FILE: at('intermediate.pem'),
    GOOGLE_WALLET_ISSUER: '3388000000012345678',
    GOOGLE_WALLET_KEY_FILE: at('google.json'),
  })
  return { folder, root: at('root.pem'), googlePublicKey: publicKey }
}

/** What is in a ZIP whose files are stored as they are, by name. */
export function filesIn(zip: Buffer): Map<string, Buffer> {
  const files = new Map<string, Buffer>()
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'))
  let entry = zip.readUInt32LE(end + 16)
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    const [method, size, nameLength, extra, comment, local] = [
      zip.readUInt16LE(entry + 10),
      zip.readUInt32LE(entry + 24),
      zip.readUInt16LE(entry + 28),
      zip.readUInt16LE(entry + 30),
      zip.readUInt16LE(entry + 32),
      zip.readUInt32LE(entry + 42),
    ]
    if (method !== 0) throw new Error('A file of the pass is packed')
    const begin = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)
    files.set(zip.toString('utf8', entry + 46, entry + 46 + nameLength), zip.subarray(begin, begin + size))
    entry += 46 + nameLength + extra + comment
  }
  return files
}

/** Whether a detached signature is over this content, by a certificate that leads to a root. @throws what openssl says against it */
export function verifySignature({ folder, root }: WalletKeys, signature: Buffer, content: Buffer): void {
  writeFileSync(join(folder, 'signature'), signature)
  writeFileSync(join(folder, 'content'), content)
  const given = ['-inform', 'DER', '-in', 'signature', '-content', 'content', '-binary', '-CAfile', root, '-purpose', 'any']
  execFileSync('openssl', ['cms', '-verify', ...given, '-out', 'verified'], { cwd: folder, stdio: 'pipe' })
}
