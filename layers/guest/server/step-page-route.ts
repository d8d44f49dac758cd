import { createError, defineEventHandler, getHeader, getQuery, getRouterParam } from 'h3'
import GuestDocument from '#layers/guest/components/GuestDocument.vue'
import StepDocument from '#layers/guest/components/StepDocument.vue'
import { guestPage } from '#layers/guest/invite/guest-page'
import { renderPage } from '#layers/guest/server/render-page'
import { stepPageView } from '#layers/guest/steps/step-page'

/** The page of a step, from what `server/middleware/invite.ts` opened, or why it cannot be opened. */
export const stepPageRoute = defineEventHandler((event) => {
  const token = getRouterParam(event, 'token') ?? ''
  const { guestStep, invite } = event.context
  if (guestStep) return renderPage(event, StepDocument, stepPageView(guestStep, `/i/${token}`, new Date()))
  if (!invite || invite.kind === 'opened') throw createError({ statusCode: 404, statusMessage: 'Not Found' })
  const request = { answer: invite, token, chosen: getQuery(event).lang, accepted: getHeader(event, 'accept-language'), now: new Date() }
  return renderPage(event, GuestDocument, guestPage(request))
})
