import { drawBadge } from '#shared/badges/draw-badge'
import { badgeFace } from '#shared/badges/badge-face'
import { badgeFormats, type BadgeFormat } from '#shared/badges/formats'
import { organizationOf, type Ctx } from '../../../core/ctx'
import { isFailure, type Failure } from '../../../core/errors'
import { translate } from '../../../infra/i18n'
import { makePdf } from '../../../infra/pdf'
import { readFile } from '../../files/use-cases/read-file'
import { badgeDocument } from '../badge-document'
import { badgeLogo } from './badge-logo'
import { printBadge } from './print-badge'

/** The accepted photo; null where there is none. */
const photoOf = async (ctx: Ctx, id: string | null): Promise<Buffer | null> =>
  id === null ? null : ((await readFile(organizationOf(ctx), id, 'main'))?.content ?? null)

/**
 * Makes the badge of a pass as a PDF of the size of a label, and notes that.
 * @returns the PDF, or NOT_FOUND, VALIDATION_FAILED that says why there is none
 */
export async function makeBadgePdf(ctx: Ctx, visitPassId: string, format: BadgeFormat): Promise<Buffer | Failure> {
  const badge = await printBadge(ctx, { visitPassId, format, way: 'PDF' })
  if (isFailure(badge)) return badge
  const [logo, photo] = [await badgeLogo(ctx), await photoOf(ctx, badge.photoId)]
  const facts = { ...badge, hasLogo: logo !== null, hasPhoto: photo !== null }
  const face = badgeFace(facts, ctx.language, (key, values) => translate(ctx.language, `badge.${key}`, values))
  const title = translate(ctx.language, 'badge.title', { name: badge.guestName })
  return makePdf(badgeDocument(drawBadge(face, badgeFormats[format]), { title, logo, photo, code: badge.code }))
}
