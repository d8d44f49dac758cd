import { createError, defineEventHandler, getRouterParam } from 'h3'
import { Refusal } from '../../../core/errors'
import { fetchSignedDocument } from '../../../domains/visitor-types/use-cases/fetch-signed-document'
import { contextOf } from '../../../graphql/request'
import { sendPdf } from '../../../guest/send-pdf'

const absent = () => createError({ statusCode: 404, statusMessage: 'Not Found' })

/** The document of what a guest has signed, for whoever may read the guest. Nobody else learns that there is one. */
export default defineEventHandler(async (event) => {
  const ctx = await contextOf(event)
  const pdf = await fetchSignedDocument(ctx, getRouterParam(event, 'signature') ?? '').catch((error: unknown) => {
    throw error instanceof Refusal ? absent() : error
  })
  if (!pdf) throw absent()
  return sendPdf(event, pdf)
})
