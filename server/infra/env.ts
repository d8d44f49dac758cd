import { BlockList, isIP } from 'node:net'
import { resolve } from 'node:path'
import { z } from 'zod'

const flag = z.stringbool().default(false)
const mysqlUrl = z.string().regex(/^(mysql|mariadb):\/\//, 'must look like mysql://user:password@host:3306/database')

const key = z.base64().refine((text) => Buffer.from(text, 'base64').length === 32, 'must be 32 bytes in base64 (openssl rand -base64 32)')

/** Networks as `10.20.0.0/16,192.168.5.0/24`. */
const networks = z
  .string()
  .default('')
  .transform((text, check) => {
    const list = new BlockList()
    for (const range of text.split(',').map((part) => part.trim())) {
      if (range === '') continue
      const [address = '', bits = ''] = range.split('/')
      const [family, most] = isIP(address) === 6 ? (['ipv6', 128] as const) : (['ipv4', 32] as const)
      if (!isIP(address) || !/^\d{1,3}$/.test(bits) || Number(bits) > most)
        check.addIssue('must be networks like 10.20.0.0/16,192.168.5.0/24')
      else list.addSubnet(address, Number(bits), family)
    }
    return list
  })

const settings = z.object({
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  DATABASE_URL: mysqlUrl,
  DATABASE_OWNER_URL: mysqlUrl.optional(),
  /** Connections of this process to the database. */
  DATABASE_POOL: z.coerce.number().int().min(1).max(200).default(16),
  REDIS_URL: z.string().regex(/^rediss?:\/\//, 'must look like redis://host:6379'),
  PUBLIC_URL: z.url({ protocol: /^https?$/ }),
  /** Wraps the root key of the installation; or a key of a key management service does. */
  MASTER_KEY: key.optional(),
  /** What wrapped it before: needed until `npm run keys:rotate -- --master` has run. */
  MASTER_KEY_PREVIOUS: key.optional(),
  /** A key management service that speaks the Transit API of Vault and OpenBao, its key (`name` or `mount/name`) and what it knows us by. */
  KMS_URL: z
    .url()
    .refine((text) => /^https:|^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:|\/|$)/.test(text), 'must begin with https://')
    .optional(),
  KMS_KEY: z
    .string()
    .regex(/^[\w-]+(\/[\w-]+)*$/, 'must be the name of a key, or mount/name')
    .optional(),
  KMS_TOKEN: z.string().optional(),
  KMS_TOKEN_FILE: z.string().optional(),
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\//, 'must look like smtp://user:password@host:587')
    .optional(),
  MAIL_FROM: z.string().default('Guest Center <no-reply@guest-center.invalid>'),
  DATA_DIR: z
    .string()
    .default('.data')
    .transform((path) => resolve(path)),
  /** A bucket of an S3-compatible store for files of visitors; without it they stand in DATA_DIR. */
  S3_BUCKET: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'must be the name of a bucket')
    .optional(),
  /** Its address as this server reaches it, where it is not Amazon's, and as integrators reach it: then they upload to it themselves. */
  S3_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  S3_PUBLIC_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  S3_REGION: z.string().default('us-east-1'),
  S3_ACCESS_KEY: z.string().optional(),
  S3_SECRET_KEY: z.string().optional(),
  /** The pass type and the team that Apple gave for Apple Wallet; without them passes are not offered for it. */
  APPLE_WALLET_PASS_TYPE: z
    .string()
    .regex(/^pass\.[\w.-]+$/, 'must look like pass.com.example.visit')
    .optional(),
  APPLE_WALLET_TEAM: z
    .string()
    .regex(/^[A-Z0-9]{10}$/, 'must be ten letters and digits')
    .optional(),
  /** PEM files: the certificate of the pass type, its key, and Apple's intermediate (WWDR). */
  APPLE_WALLET_CERTIFICATE_FILE: z.string().optional(),
  APPLE_WALLET_KEY_FILE: z.string().optional(),
  APPLE_WALLET_KEY_PASSPHRASE: z.string().optional(),
  APPLE_WALLET_WWDR_FILE: z.string().optional(),
  /** The issuer's number at Google Wallet, and the JSON key of a service account that may issue; without them passes are not offered for it. */
  GOOGLE_WALLET_ISSUER: z.string().regex(/^\d+$/, 'must be a number').optional(),
  GOOGLE_WALLET_KEY_FILE: z.string().optional(),
  /** A virus scanner that speaks the protocol of clamd; without it files are not scanned. */
  CLAMAV_URL: z.url({ protocol: /^tcp$/, error: 'must look like tcp://clamav:3310' }).optional(),
  /** Opens the mail outbox to administrators and loads the demo organizations. */
  GC_DEMO: flag,
  /** Bearer token for /api/internal/metrics from other hosts than loopback. */
  METRICS_TOKEN: z.string().min(16).optional(),
  /** How many proxies of ours a caller comes through, each of which adds to X-Forwarded-For whom it was asked by. */
  TRUST_PROXY: z
    .union([z.coerce.number().int().min(0).max(10), z.stringbool().transform(Number)], 'must be a number of proxies, true or false')
    .default(0),
  /** Sorted SHA-1 sums of passwords that were breached elsewhere: none of them may be set. */
  BREACHED_PASSWORDS_FILE: z.string().optional(),
  /** Whether the API tells its schema to whoever asks: the explorer and code generators do. */
  GRAPHQL_INTROSPECTION: z.stringbool().default(true),
  /** Whether servers that organizations name (their identity providers) may stand inside the network of this one. */
  OUTBOUND_PRIVATE_ADDRESSES: flag,
  /** Networks inside this one in which turnstiles stand: there they are asked also without TLS, elsewhere only in the internet and with it. */
  ACCESS_CONTROLLER_NETWORKS: networks,
  /** Scales what keys, organizations, people and addresses may ask for in a second. */
  RATE_LIMIT_SCALE: z.coerce.number().positive().default(1),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
})

/** What must be said of where the key above all keys comes from, and is not: it is there in one of two ways. */
function missingKey(given: Record<string, string | undefined>): string[] {
  if (!given.KMS_URL) return given.MASTER_KEY ? [] : ['MASTER_KEY']
  return [...(given.KMS_KEY ? [] : ['KMS_KEY']), ...(given.KMS_TOKEN || given.KMS_TOKEN_FILE ? [] : ['KMS_TOKEN'])]
}

/** What has to be said beside a setting that turns something on: both halves of a key, or all that signs a pass. */
const companions = {
  S3_BUCKET: ['S3_ACCESS_KEY', 'S3_SECRET_KEY'],
  APPLE_WALLET_PASS_TYPE: ['APPLE_WALLET_TEAM', 'APPLE_WALLET_CERTIFICATE_FILE', 'APPLE_WALLET_KEY_FILE', 'APPLE_WALLET_WWDR_FILE'],
  GOOGLE_WALLET_ISSUER: ['GOOGLE_WALLET_KEY_FILE'],
}

const missingOf = (given: Record<string, string | undefined>): string[] => [
  ...missingKey(given),
  ...Object.entries(companions).flatMap(([name, needed]) => (given[name] ? needed.filter((each) => !given[each]) : [])),
]

/** The settings of the process, named and documented in the README. */
export type Env = Readonly<z.infer<typeof settings>>

/**
 * Reads the settings, all of them at once, so that a person sees every mistake in one go.
 * @throws Error with one line per bad setting
 */
export function parseEnv(source: NodeJS.ProcessEnv): Env {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''))
  const [result, missing] = [settings.safeParse(given), missingOf(given)]
  if (result.success && missing.length === 0) return result.data
  const wrong = result.success ? [] : result.error.issues.map(({ path, message }) => ({ name: path.join('.'), message }))
  const lines = [
    ...missing.map((name) => `  ${name} is missing`),
    ...wrong.map(({ name, message }) => (given[name] === undefined ? `  ${name} is missing` : `  ${name}: ${message}`)),
  ]
  throw new Error(`Guest Center cannot start, its settings are not right:\n${lines.join('\n')}`)
}

function load(): Env {
  try {
    return parseEnv(process.env)
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exit(78)
  }
}

/** The settings of this process. The only place that reads `process.env`. */
export const env: Env = load()

/** The signal on which Nitro shuts down, once {@link shutDownOn} has moved it from SIGTERM. */
export const shutdownSignal = 'SIGUSR2'

/** Makes Nitro shut down on a signal of ours, so that SIGTERM can first let go of the clients; to be called before it listens. */
export function shutDownOn(signal: typeof shutdownSignal): void {
  process.env.NITRO_SHUTDOWN_SIGNALS = signal
}
