import type { BadgeFacts } from '#shared/badges/badge-face'
import { organizationOf, type Ctx } from '../../../core/ctx'
import { isId } from '../../../core/ids'
import type { VisitorRow } from '../../../core/rows'
import { openVisitor, sealedVisitor } from '../../../core/visitor-record'
import { keyringOf } from '../../../infra/keyring'
import { findPhoto } from '../../files/use-cases/find-photo'
import { brandOf } from '../../organizations/use-cases/find-brand'
import { formOf } from '../../visitor-types/form-of'
import { codeAbsenceOf, obstacleOf, type BadgeCodeAbsence, type BadgeObstacle } from '../badge-state'
import { mayReadCode, printablePasses } from '../policy'

/** The badge of a pass as its reader may have it. */
export interface Badge extends BadgeFacts {
  visitPassId: string
  visitor: VisitorRow
  validFrom: Date
  validTo: Date
  logoUrl: string | null
  /** The accepted photo, where the reader may see it. */
  photoId: string | null
  /** What the QR says; never to be logged. */
  code: string | null
  codeAbsence: BadgeCodeAbsence | null
  obstacle: BadgeObstacle | null
}

const include = {
  site: { select: { name: true, timeZone: true } },
  visitor: { select: sealedVisitor },
  visitorType: { select: { name: true, badgeColor: true, form: true } },
  appointment: { select: { hostId: true, coHosts: { select: { hostId: true } }, host: { select: { user: { select: { name: true } } } } } },
} as const

const readRow = (ctx: Ctx, id: string) => ctx.db.visitPass.findFirst({ where: { AND: [{ id }, printablePasses(ctx)] }, include })
type Row = NonNullable<Awaited<ReturnType<typeof readRow>>>

/** The code is for a pass that opens gates, and for whoever may read it. */
function codeOf(ctx: Ctx, { appointment, ...pass }: Row, obstacle: BadgeObstacle | null): Pick<Badge, 'code' | 'codeAbsence'> {
  if (obstacle) return { code: null, codeAbsence: null }
  const codeAbsence = codeAbsenceOf(pass, mayReadCode(ctx, { siteId: pass.siteId, ...appointment }))
  return { code: codeAbsence ? null : pass.qrToken, codeAbsence }
}

const typeOf = ({ visitorType: type }: Row): Pick<Badge, 'typeName' | 'typeColor' | 'needsEscort'> => ({
  typeName: type?.name ?? null,
  typeColor: type?.badgeColor ?? null,
  needsEscort: type !== null && formOf(type.form).requires.includes('ESCORT'),
})

/**
 * The badge of a pass: what stands on it, and what stands in its way.
 * @returns null for a pass that does not exist, is another's or whose badge is not for the caller to print
 * @throws Refusal
 */
export async function findBadge(ctx: Ctx, visitPassId: string): Promise<Badge | null> {
  printablePasses(ctx)
  const row = isId(visitPassId) ? await readRow(ctx, visitPassId) : null
  if (!row) return null
  const organizationId = organizationOf(ctx)
  const [keyring, brand] = [await keyringOf(organizationId), await brandOf(organizationId)]
  const visitor = openVisitor(keyring, row.visitor)
  const obstacle = obstacleOf(row, visitor.erased, ctx.now())
  const photoId = obstacle ? null : await findPhoto(ctx, visitor.id)
  const code = codeOf(ctx, row, obstacle)
  return {
    visitPassId,
    visitor,
    organizationName: brand.name,
    logoUrl: brand.logoUrl,
    hasLogo: brand.logoUrl !== null,
    guestName: visitor.name,
    company: visitor.company,
    hostName: row.appointment?.host.user.name ?? null,
    siteName: row.site.name,
    timeZone: row.site.timeZone,
    validFrom: row.validFrom,
    validTo: row.validTo,
    ...typeOf(row),
    photoId,
    hasPhoto: photoId !== null,
    ...code,
    hasCode: code.code !== null,
    obstacle,
  }
}
