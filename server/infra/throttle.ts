import { createHmac } from 'node:crypto'
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes, type RateLimiterAbstract } from 'rate-limiter-flexible'
import { redis } from './redis'
import { keyFor } from './root-key'

const key = keyFor('throttle')

/** What is counted under: e-mails and addresses stand in Redis as keyed hashes only. */
const hidden = (name: string): string => createHmac('sha256', key()).update(name).digest('base64url')

const secondsOf = (state: RateLimiterRes | null, points: number): number =>
  state && state.consumedPoints >= points ? Math.max(1, Math.ceil(state.msBeforeNext / 1_000)) : 0

async function consume(counter: RateLimiterAbstract, name: string): Promise<number> {
  try {
    await counter.consume(name)
    return 0
  } catch (error) {
    if (error instanceof RateLimiterRes) return Math.max(1, Math.ceil(error.msBeforeNext / 1_000))
    return 0
  }
}

/**
 * Counts to `points` in `seconds`, then blocks for as long: in Redis for all processes, and beside it in this one's memory.
 * What this process saw is not forgotten when Redis is away, nor when it comes back without its data.
 */
function counterOf(keyPrefix: string, points: number, seconds: number) {
  const options = { keyPrefix, points, duration: seconds, blockDuration: seconds }
  const own = new RateLimiterMemory(options)
  const shared = new RateLimiterRedis({ storeClient: redis, ...options, rejectIfRedisNotReady: true })
  return {
    /** Seconds to wait; 0 when it may go on. */
    async blockedFor(name: string): Promise<number> {
      const hash = hidden(name)
      const states = await Promise.all([own.get(hash), shared.get(hash).catch(() => null)])
      return Math.max(...states.map((state) => secondsOf(state, points)))
    },
    /** Counts one. @returns seconds to wait when it was one too many */
    async count(name: string): Promise<number> {
      const hash = hidden(name)
      return Math.max(...(await Promise.all([consume(own, hash), consume(shared, hash)])))
    },
    /** Takes one back that was counted. */
    async giveBack(name: string): Promise<void> {
      const hash = hidden(name)
      await Promise.all([own.reward(hash), shared.reward(hash).catch(() => null)])
    },
    async forget(name: string): Promise<void> {
      const hash = hidden(name)
      await Promise.all([own.delete(hash), shared.delete(hash).catch(() => false)])
    },
  }
}

const quarter = 15 * 60
const perAccount = counterOf('throttle:sign-in:account', 5, quarter)
const perAddress = counterOf('throttle:sign-in:address', 50, quarter)

/**
 * Throttling of sign-ins: 5 failures for an account, 50 for an address, in 15 minutes. A try is counted before it is looked at and
 * taken back when nothing was wrong with it: of many that come at once no more are looked at than of those that come in turn.
 */
export const signInThrottle = {
  /** Counts a try. @returns seconds to wait when it is one too many: then it counts no further */
  async take(account: string, address: string | null): Promise<number> {
    const wait = Math.max(await perAccount.blockedFor(account), address ? await perAddress.blockedFor(address) : 0)
    if (wait > 0) return wait
    return Math.max(...(await Promise.all([perAccount.count(account), address ? perAddress.count(address) : 0])))
  },
  /** Takes a try back that proved nothing and guessed nothing. */
  async giveBack(account: string, address: string | null): Promise<void> {
    await Promise.all([perAccount.giveBack(account), address ? perAddress.giveBack(address) : undefined])
  },
  /** Forgets the failures of an account whose owner has proved who they are. */
  async succeeded(account: string, address: string | null): Promise<void> {
    await Promise.all([perAccount.forget(account), address ? perAddress.giveBack(address) : undefined])
  },
}

const hour = 3_600
const linksPerPerson = counterOf('throttle:link-mail:person', 10, hour)
const linksPerOrganization = counterOf('throttle:link-mail:organization', 500, hour)

/** Throttling of mails with one-time links: 10 to a person and 500 in all, from one organization in an hour. */
export const linkMailThrottle = {
  /** Counts a mail. @returns seconds to wait when it is one too many, and 0 when it may go out */
  async take(organizationId: string, email: string): Promise<number> {
    const toPerson = await linksPerPerson.count(`${organizationId}:${email}`)
    return toPerson || linksPerOrganization.count(organizationId)
  },
}

const guestCodesPerPass = counterOf('throttle:guest-code:pass', 5, hour)
const guestCodesPerAddress = counterOf('throttle:guest-code:address', 30, quarter)

/** Throttling of codes mailed to guests: 5 for a pass in an hour, 30 asked from an address in 15 minutes. */
export const guestCodeThrottle = {
  /** Counts a mail. @returns seconds to wait when it is one too many, and 0 when it may go out */
  async take(passId: string, address: string | null): Promise<number> {
    const fromAddress = address ? await guestCodesPerAddress.count(address) : 0
    return fromAddress || guestCodesPerPass.count(passId)
  },
}

const guestFormsPerPass = counterOf('throttle:guest-form:pass', 60, quarter)
const guestFormsPerAddress = counterOf('throttle:guest-form:address', 600, quarter)

/** Throttling of forms of guests' pages: 60 for a pass and 600 from an address (an office may share one) in 15 minutes. */
export const guestFormThrottle = {
  /** Counts a form. @returns seconds to wait when it is one too many */
  async take(passId: string, address: string | null): Promise<number> {
    const fromAddress = address ? await guestFormsPerAddress.count(address) : 0
    return fromAddress || guestFormsPerPass.count(passId)
  },
}

const walkInsPerAddress = counterOf('throttle:walk-in:address', 10, quarter)
const walkInsPerKiosk = counterOf('throttle:walk-in:kiosk', 60, quarter)
const walkInsPerSite = counterOf('throttle:walk-in:site', 200, hour)

/**
 * Throttling of guests who register themselves, whether they name somebody or not: 10 tries from an address or 60 at a kiosk, which guests share, in
 * 15 minutes, and 200 at a site in an hour.
 */
export const walkInThrottle = {
  /** Counts a try. @returns seconds to wait when it is one too many: those from one address or kiosk alone count no further at the site */
  async take(siteId: string, { address, kioskId }: { address: string | null; kioskId?: string | undefined }): Promise<number> {
    const fromAddress = !kioskId && address ? await walkInsPerAddress.count(`${siteId}:${address}`) : 0
    const alone = kioskId ? await walkInsPerKiosk.count(kioskId) : fromAddress
    return alone || walkInsPerSite.count(siteId)
  },
}

const challenges = counterOf('throttle:passkey:address', 100, quarter)

/** Throttling of questions to passkeys, which anybody may ask for: 100 from an address in 15 minutes. */
export const passkeyThrottle = {
  /** Counts a question. @returns seconds to wait when it is one too many */
  take: async (address: string | null): Promise<number> => (address ? challenges.count(address) : 0),
}

const providerStarts = counterOf('throttle:provider:address', 300, quarter)

/** Throttling of sign-ins by a provider, which anybody may begin: 300 from an address (an office may share one) in 15 minutes. */
export const providerThrottle = {
  /** Counts one. @returns seconds to wait when it is one too many */
  take: async (address: string | null): Promise<number> => (address ? providerStarts.count(address) : 0),
}

const secretsPerClient = counterOf('throttle:oauth:client', 20, quarter)
const secretsPerAddress = counterOf('throttle:oauth:address', 100, quarter)
const tokensPerClient = counterOf('throttle:oauth:tokens', 60, 60)

/** Throttling at the token endpoint: 20 wrong secrets for a client from an address and 100 from it in all in 15 minutes; 60 tokens a minute. */
export const clientThrottle = {
  /** Seconds to wait before the next try; 0 when it may go on. */
  async blockedFor(clientId: string, address: string | null): Promise<number> {
    if (address === null) return 0
    return Math.max(await secretsPerClient.blockedFor(`${clientId}:${address}`), await secretsPerAddress.blockedFor(address))
  },
  async failed(clientId: string, address: string | null): Promise<void> {
    if (address !== null) await Promise.all([secretsPerClient.count(`${clientId}:${address}`), secretsPerAddress.count(address)])
  },
  /** Counts a token. @returns seconds to wait when it is one too many */
  take: (clientId: string): Promise<number> => tokensPerClient.count(clientId),
}

const enrolments = counterOf('throttle:device-enrolment:address', 20, quarter)

/** Throttling of wrong codes that would enrol a device: 20 from an address in 15 minutes. */
export const enrolmentThrottle = {
  /** Seconds to wait before the next try; 0 when it may go on. */
  blockedFor: async (address: string | null): Promise<number> => (address ? enrolments.blockedFor(address) : 0),
  /** Counts a wrong code. @returns seconds to wait when it was one too many */
  failed: async (address: string | null): Promise<number> => (address ? enrolments.count(address) : 0),
}

const directoryTokens = counterOf('throttle:directory:address', 100, quarter)

/** Throttling of wrong tokens of directories: 100 from an address in 15 minutes. */
export const directoryThrottle = {
  /** Seconds to wait before the next try; 0 when it may go on. */
  blockedFor: async (address: string | null): Promise<number> => (address ? directoryTokens.blockedFor(address) : 0),
  async failed(address: string | null): Promise<void> {
    if (address) await directoryTokens.count(address)
  },
}

const shortCodes = counterOf('throttle:short-code', 20, 60)

/** Throttling of wrong short codes typed at one scanner: 20 in a minute. Codes from a QR are never throttled. */
export const shortCodeThrottle = {
  blockedFor: (scannerId: string): Promise<number> => shortCodes.blockedFor(scannerId),
  async failed(scannerId: string): Promise<void> {
    await shortCodes.count(scannerId)
  },
}

const filesPerGuest = counterOf('throttle:guest-file:pass', 30, hour)
const filesPerAddress = counterOf('throttle:guest-file:address', 300, hour)
const uploadsPerPrincipal = counterOf('throttle:file-upload:principal', 600, 600)

/** Throttling of files: 30 from a guest and 300 from an address in an hour; 600 addresses to upload to for an integrator in ten minutes. */
export const fileThrottle = {
  /** Counts a file of a guest. @returns seconds to wait when it is one too many */
  async takeOfGuest(passId: string, address: string | null): Promise<number> {
    const fromAddress = address ? await filesPerAddress.count(address) : 0
    return fromAddress || filesPerGuest.count(passId)
  },
  /** Counts an address to upload to. @returns seconds to wait when it is one too many */
  takeUpload: (principalId: string): Promise<number> => uploadsPerPrincipal.count(principalId),
}

const feedReads = counterOf('throttle:calendar:feed', 120, hour)
const feedGuesses = counterOf('throttle:calendar:address', 60, quarter)

/** Throttling of calendars read by a secret address: 120 readings of one in an hour, 60 addresses that are none from one place in 15 minutes. */
export const feedThrottle = {
  /** Seconds to wait before the next try; 0 when it may go on. */
  blockedFor: async (address: string | null): Promise<number> => (address ? feedGuesses.blockedFor(address) : 0),
  async failed(address: string | null): Promise<void> {
    if (address) await feedGuesses.count(address)
  },
  /** Counts a reading. @returns seconds to wait when it is one too many */
  take: (feedId: string): Promise<number> => feedReads.count(feedId),
}
