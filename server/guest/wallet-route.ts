import { createError, defineEventHandler, getQuery, getRouterParam, type EventHandler, type H3Event } from 'h3'
import { isLanguage } from '#shared/i18n/languages'
import { newTraceId } from '../core/ctx'
import type { OpenedInvite } from '../domains/credentials/use-cases/open-invite.sql'
import { languageOf, type Language } from '../infra/i18n'
import { describeError, log } from '../infra/log'
import { openFor } from './open-page'

/** Makes what a wallet takes of a pass; null where it may keep nothing. */
type Make<T> = (invite: OpenedInvite, language: Language, now: Date) => Promise<T | null>

/** A route that gives a wallet the pass of an invite link, to whoever sees its code on the page; 404 for everything else. */
export const walletRoute = <T>(make: Make<T>, send: (event: H3Event, made: T) => unknown): EventHandler =>
  defineEventHandler(async (event) => {
    const made = await madeFor(event, make)
    if (made === null) throw createError({ statusCode: 404, statusMessage: 'Not Found' })
    return send(event, made)
  })

async function madeFor<T>(event: H3Event, make: Make<T>): Promise<T | null> {
  try {
    const opened = await openFor(event, getRouterParam(event, 'token') ?? '')
    if (opened?.access !== 'open') return null
    const { lang } = getQuery(event)
    return await make(opened.invite, isLanguage(lang) ? lang : languageOf(opened.invite.locale), new Date())
  } catch (error) {
    const traceId = newTraceId()
    log.error({ traceId, err: describeError(error) }, 'a pass for a wallet could not be made')
    throw createError({ statusCode: 503, statusMessage: 'Service Unavailable', data: { traceId } })
  }
}
