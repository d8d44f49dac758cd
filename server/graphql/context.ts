import { createCtx, type Ctx, type Principal } from '../core/ctx'
import { Loaders } from './loaders'

/** Where resolvers may put cookies: HTTP has a response, a WebSocket has none. */
export interface ResponseCookies {
  setSession: (token: string, expiresAt: Date) => void
  clearSession: () => void
}

/** What a resolver gets: the use-case context, the batch loaders and the response's cookies. */
export interface GraphqlContext extends Ctx {
  load: Loaders
  cookies: ResponseCookies | null
}

/** Builds the context of one GraphQL operation. */
export function createGraphqlContext(principal: Principal, about: Parameters<typeof createCtx>[1], cookies: ResponseCookies | null = null): GraphqlContext {
  const ctx = createCtx(principal, about)
  return Object.defineProperties({} as GraphqlContext, {
    ...Object.getOwnPropertyDescriptors(ctx),
    load: { value: new Loaders(ctx), enumerable: true },
    cookies: { value: cookies, enumerable: true },
  })
}
