import type { IncomingMessage } from 'node:http'
import { createError, getHeader, type H3Event } from 'h3'
import { maxFileBytes, visitorFileKinds } from '#shared/visitor-files'
import type { DocumentProblem } from '#shared/guest-documents'
import { anonymous, createCtx } from '../core/ctx'
import { isId } from '../core/ids'
import { hashToken } from '../core/token'
import type { OpenedInvite } from '../domains/credentials/use-cases/open-invite.sql'
import { takeUpload } from '../domains/files/use-cases/take-upload'
import { clientAddress } from '../infra/client-address'
import { isOwnForm, markOf } from '../infra/guest-browser'
import { languageOf } from '../infra/i18n'
import { TooLong } from '../infra/spool'
import { fileThrottle } from '../infra/throttle'
import { MalformedForm, readFileForm } from './multipart'

/** What a form needs beside its file. */
const formBytes = 64 * 1_024

/** How long somebody may go on sending what is not read, in milliseconds, before the line is cut. */
const lingering = 10_000

/** What became of a file, and the language of the page from which it was sent. */
export interface SentFile {
  problem: DocumentProblem | null
  lang: string | null
}

/** Cuts the line of whoever goes on sending after they were answered: what comes is thrown away until then. */
function cutOffSoon({ node: { req, res } }: H3Event): void {
  res.once('finish', () => {
    if (!req.complete) setTimeout(() => req.complete || req.socket.destroy(), lingering).unref()
  })
}

const pieces = (request: IncomingMessage): AsyncIterable<Buffer> => request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>

/**
 * Takes the file of a form that a guest sent. It is read no further than a file may be long, and nothing of it is held in memory.
 * @param invite opened just now, by a browser that may see all of it
 * @throws 403 for a form that another page or browser sent
 */
export async function takeGuestFile(event: H3Event, token: string, invite: OpenedInvite): Promise<SentFile> {
  cutOffSoon(event)
  if (Number(getHeader(event, 'content-length') ?? 0) > maxFileBytes + formBytes) return { problem: 'tooLong', lang: null }
  try {
    const form = await readFileForm(getHeader(event, 'content-type') ?? '', pieces(event.node.req), (fields, content) =>
      takeContent(event, token, invite, fields, content),
    )
    return { problem: form.result === null ? 'none' : form.result.problem, lang: form.fields.get('lang') }
  } catch (error) {
    if (error instanceof TooLong) return { problem: 'tooLong', lang: null }
    if (error instanceof MalformedForm) return { problem: 'broken', lang: null }
    throw error
  }
}

async function takeContent(
  event: H3Event,
  token: string,
  invite: OpenedInvite,
  fields: URLSearchParams,
  content: AsyncIterable<Buffer>,
): Promise<{ problem: DocumentProblem | null }> {
  const mark = markOf(event)
  if (!mark) return { problem: 'cookies' }
  if (!isOwnForm(event, token, fields.get('form') ?? '')) throw createError({ statusCode: 403, statusMessage: 'Forbidden' })
  const kind = visitorFileKinds.find((known) => known === fields.get('kind'))
  if (!kind) return { problem: 'kind' }
  const ip = clientAddress(event)
  if ((await fileThrottle.takeOfGuest(invite.pass.id, ip)) > 0) return { problem: 'wait' }
  const request = { ip, userAgent: getHeader(event, 'user-agent') ?? null }
  const ctx = createCtx({ ...anonymous, organizationId: invite.organizationId }, { language: languageOf(invite.locale), request })
  const replaces = fields.get('replaces') ?? ''
  const upload = {
    visitorId: invite.pass.visitorId,
    kind,
    replacesId: isId(replaces) ? replaces : null,
    browserHash: hashToken(mark),
    content,
  }
  const taken = await takeUpload(ctx, upload)
  return { problem: typeof taken === 'string' ? taken : null }
}
