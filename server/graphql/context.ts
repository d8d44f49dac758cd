import { OperationContext, type About, type Principal } from '../core/ctx'
import { Loaders, type Rows } from './loaders'

/** Where resolvers may put cookies: HTTP has a response, a WebSocket has none. */
export interface ResponseCookies {
  setSession: (token: string, expiresAt: Date) => void
  clearSession: () => void
  /** Makes the browser an enrolled device. */
  setDevice: (token: string) => void
  setChallenge: (token: string, expiresAt: Date) => void
  /** The challenge that this browser was given. */
  challenge: string | undefined
  setProviderAttempt: (token: string, expiresAt: Date) => void
  clearProviderAttempt: () => void
  /** The sign-in by a provider that this browser has begun. */
  providerAttempt: string | undefined
}

/** What a resolver gets: the use-case context, the batch loaders and the response's cookies. */
export class GraphqlContext extends OperationContext {
  readonly load: Loaders

  constructor(
    principal: Principal,
    about: About,
    readonly cookies: ResponseCookies | null = null,
    rows?: Rows,
  ) {
    super(principal, about)
    this.load = new Loaders(this, rows)
  }
}

/** Builds the context of one GraphQL operation. */
export const createGraphqlContext = (principal: Principal, about: About, cookies: ResponseCookies | null = null): GraphqlContext =>
  new GraphqlContext(principal, about, cookies)
