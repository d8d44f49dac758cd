import { randomUUID } from 'node:crypto'
import type { Language } from '../infra/i18n'
import { wakeRelay } from '../infra/outbox'
import { tenantClient, type TenantClient, type TenantTransaction } from '../infra/tenant-client'
import { Refusal } from './errors'
import type { Permission } from './permissions'

/** Directions that an enrolled device may claim at one gate. */
export interface GateGrant {
  mayAdmit: boolean
  mayCheckOut: boolean
}

/** Who is asking. */
export type Actor =
  | { type: 'user'; id: string; sessionId: string; isEnrolling?: boolean; insideUntil?: Date; persistedDocumentsOnly?: boolean }
  /** A key or a service client of an application; `applicationId` is what its requests are written under. */
  | { type: 'key'; id: string; applicationId?: string }
  | {
      type: 'device'
      id: string
      gates: ReadonlyMap<string, GateGrant>
      isLocked?: boolean
      /** The site at which the device is a kiosk; it scans nowhere then. */
      kioskSiteId?: string
    }
  | { type: 'directory'; id: string }
  | { type: 'system' }
  | { type: 'anonymous' }

/** Where a right holds that does not hold in the whole organization: with these hosts wherever they receive, and at these sites with whomever. */
export interface Within {
  hostIds: readonly string[]
  siteIds: readonly string[]
}

/** What a principal is: the same facts for a cookie, a key and a device token. */
export interface Principal {
  actor: Actor
  /** The one organization in which the principal acts. */
  organizationId: string | null
  /** The host that the user is in this organization. */
  hostId: string | null
  /** Rights in the whole organization. */
  permissions: ReadonlySet<Permission>
  /** Rights over what the principal hosts. */
  ownPermissions: ReadonlySet<Permission>
  /** Rights by roles that are held at a site or in a department only (ADR 15). */
  narrowed: ReadonlyMap<Permission, Within>
  /** Rights over what others host who let the principal act for them: whose, for each right (ADR 24). */
  delegated: ReadonlyMap<Permission, readonly string[]>
}

/** Where a request came from, for audit and throttling. */
export interface RequestInfo {
  ip: string | null
  userAgent: string | null
}

/** Everything a use-case may know: who asks, in which organization, in which language, when, and the scoped database. */
export interface Ctx extends Principal {
  language: Language
  /** 32 hex digits; the id that a person may quote and that stands in the log. */
  traceId: string
  request: RequestInfo
  /** The server's clock. */
  now: () => Date
  /** Prisma inside the organization. @throws Refusal for a principal without one */
  readonly db: TenantClient
  /** Runs a transaction (READ COMMITTED) and tells the relay when it has committed. */
  transaction: <T>(run: (tx: TenantTransaction) => Promise<T>) => Promise<T>
}

/** A principal for whom nothing is known: may sign in and open invites. */
export const anonymous: Principal = {
  actor: { type: 'anonymous' },
  organizationId: null,
  hostId: null,
  permissions: new Set(),
  ownPermissions: new Set(),
  narrowed: new Map(),
  delegated: new Map(),
}

/** A new trace id, W3C form: of the calls that give random bytes the one that keeps some in store. */
export const newTraceId = (): string => randomUUID().replaceAll('-', '')

/** The organization of the caller. @throws Refusal UNAUTHENTICATED for one that has none */
export function organizationOf(ctx: Pick<Ctx, 'organizationId'>): string {
  if (ctx.organizationId === null) throw new Refusal('UNAUTHENTICATED', 'Sign in to an organization first')
  return ctx.organizationId
}

/** What is known of an operation beside its principal. */
export interface About {
  language: Language
  traceId?: string
  request?: RequestInfo
  now?: () => Date
}

/** The context of one operation. A class, because Apollo copies contexts: `db` must stay a getter on the prototype. */
export class OperationContext implements Ctx {
  readonly actor: Actor
  readonly organizationId: string | null
  readonly hostId: string | null
  readonly permissions: ReadonlySet<Permission>
  readonly ownPermissions: ReadonlySet<Permission>
  readonly narrowed: ReadonlyMap<Permission, Within>
  readonly delegated: ReadonlyMap<Permission, readonly string[]>
  readonly language: Language
  readonly traceId: string
  readonly request: RequestInfo
  readonly now: () => Date

  constructor(principal: Principal, about: About) {
    this.actor = principal.actor
    this.organizationId = principal.organizationId
    this.hostId = principal.hostId
    this.permissions = principal.permissions
    this.ownPermissions = principal.ownPermissions
    this.narrowed = principal.narrowed
    this.delegated = principal.delegated
    this.language = about.language
    this.traceId = about.traceId ?? newTraceId()
    this.request = about.request ?? { ip: null, userAgent: null }
    this.now = about.now ?? (() => new Date())
  }

  get db(): TenantClient {
    return tenantClient(organizationOf(this))
  }

  async transaction<T>(work: (tx: TenantTransaction) => Promise<T>): Promise<T> {
    // READ COMMITTED by the session (`infra/db.ts`): said again here it would be one more statement of each transaction.
    const result = await this.db.$transaction((tx) => work(tx), { timeout: 15_000, maxWait: 10_000 })
    wakeRelay()
    return result
  }
}

/** Builds the context of one operation. */
export const createCtx = (principal: Principal, about: About): Ctx => new OperationContext(principal, about)

/** The caller as they act in an organization, without any right there: what they may do has been decided before. */
export const inOrganization = (ctx: Ctx, organizationId: string): Ctx => createCtx({ ...anonymous, actor: ctx.actor, organizationId }, ctx)

/** The context of the worker inside one organization: every right, no person. */
export function systemCtx(organizationId: string, language: Language = 'ru'): Ctx {
  return createCtx({ ...anonymous, actor: { type: 'system' }, organizationId }, { language })
}
