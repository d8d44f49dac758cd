import type { IncomingMessage } from 'node:http'
import { getHeader, type H3Event } from 'h3'
import { maxFileBytes, visitorFileKinds, type VisitorFileKind } from '#shared/visitor-files'
import type { DocumentProblem } from '#shared/guest-documents'
import { anonymous, createCtx } from '../core/ctx'
import { isId } from '../core/ids'
import { hashToken } from '../core/token'
import type { OpenedInvite } from '../domains/credentials/use-cases/open-invite.sql'
import { takeUpload } from '../domains/files/use-cases/take-upload'
import { clientAddress } from '../infra/client-address'
import { markOf } from '../infra/guest-browser'
import { languageOf } from '../infra/i18n'
import { TooLong } from '../infra/spool'
import { fileThrottle } from '../infra/throttle'
import { MalformedForm, readFileForm } from './multipart'
import { demandOwnForm } from './posted-form'

/** What a form needs beside its file. */
const formBytes = 64 * 1_024

/** How long somebody may go on sending what is not read, in milliseconds, before the line is cut. */
const lingering = 10_000

/** What became of a file, what it was given as, and the language of the page from which it was sent. */
export interface SentFile {
  problem: DocumentProblem | null
  kind: VisitorFileKind | null
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
  let sent: Pick<SentFile, 'kind' | 'lang'> = { kind: null, lang: null }
  try {
    const form = await readFileForm(getHeader(event, 'content-type') ?? '', pieces(event.node.req), (fields, content) => {
      sent = sentIn(fields)
      return takeContent(event, token, invite, fields, content)
    })
    return { ...sentIn(form.fields), problem: form.result === 'taken' ? null : (form.result ?? 'none') }
  } catch (error) {
    if (error instanceof TooLong) return { ...sent, problem: 'tooLong' }
    if (error instanceof MalformedForm) return { ...sent, problem: 'broken' }
    throw error
  }
}

const sentIn = (fields: URLSearchParams): Pick<SentFile, 'kind' | 'lang'> => ({
  kind: visitorFileKinds.find((known) => known === fields.get('kind')) ?? null,
  lang: fields.get('lang'),
})

/** Whether the whole form says that it is longer than a file may be: then nothing of the file is read. */
const saysTooLong = (event: H3Event): boolean => Number(getHeader(event, 'content-length') ?? 0) > maxFileBytes + formBytes

async function takeContent(
  event: H3Event,
  token: string,
  invite: OpenedInvite,
  fields: URLSearchParams,
  content: AsyncIterable<Buffer>,
): Promise<DocumentProblem | 'taken'> {
  const mark = markOf(event)
  if (!mark) return 'cookies'
  demandOwnForm(event, token, fields)
  const { kind } = sentIn(fields)
  if (!kind) return 'kind'
  if (saysTooLong(event)) return 'tooLong'
  const ip = clientAddress(event)
  if ((await fileThrottle.takeOfGuest(invite.pass.id, ip)) > 0) return 'wait'
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
  return typeof taken === 'string' ? taken : 'taken'
}
