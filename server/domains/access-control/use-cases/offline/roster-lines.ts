import { hkdfSync } from 'node:crypto'
import { denialByStatus } from '#shared/entry-decision'
import type { RuleUses } from '#shared/access-rules'
import { rosterKeyInfo, rosterPlace, type RosterLine, type RosterPass } from '#shared/offline/roster'
import type { Ctx } from '../../../../core/ctx'
import { openVisitor, sealedVisitor } from '../../../../core/visitor-record'
import type { Prisma } from '../../../../generated/prisma/client'
import { keyringOf, type Keyring } from '../../../../infra/keyring'
import { sealWith } from '../../../../infra/seal'
import { whereOf } from '../../passage'
import { subjectOf } from '../rules/find-rules'
import { liveKeyOf } from '../../../credentials/live-key'
import { usesOfPasses } from './counting-rules'

/** What is read of a pass for the list of a gate. */
const listed = {
  include: {
    visitor: { select: sealedVisitor },
    appointment: {
      select: {
        status: true,
        accessRuleIds: true,
        startsAt: true,
        endsAt: true,
        room: { select: { name: true } },
        host: { select: { user: { select: { name: true } } } },
      },
    },
  },
} satisfies Prisma.VisitPassDefaultArgs

type ListedPass = Prisma.VisitPassGetPayload<typeof listed>

/** Passes that a gate of a site keeps at some moment: those that were signed and are not over. */
export const keptAt = (siteId: string, now: Date): Prisma.VisitPassWhereInput => ({
  siteId,
  validTo: { gt: now },
  qrToken: { not: null },
  status: { notIn: ['DRAFT', 'EXPIRED'] },
})

/** The lines of passes of one site, in the order of their ids. Each is sealed under the code of its pass, anew each time. */
export async function readLines(ctx: Ctx, organizationId: string, where: Prisma.VisitPassWhereInput, most?: number): Promise<RosterLine[]> {
  const passes = await ctx.db.visitPass.findMany({ where, orderBy: { id: 'asc' }, ...(most !== undefined && { take: most }), ...listed })
  const keyring = await keyringOf(organizationId)
  const uses = await usesOfPasses(
    ctx.db,
    passes[0]?.siteId ?? '',
    passes.map(({ id }) => id),
  )
  return passes.map((pass) => lineOf(keyring, pass, uses.get(pass.id) ?? {}))
}

function lineOf(keyring: Keyring, pass: ListedPass, uses: RuleUses): RosterLine {
  const { id: passId, validTo, qrToken, isBlocked, status } = pass
  const line = { passId, until: validTo.toISOString() }
  const reason = denialByStatus({ status, isBlocked, appointmentCanceled: pass.appointment?.status === 'CANCELED' })
  if (reason || qrToken === null) return { ...line, sealed: null, reason: reason ?? 'UNKNOWN_CODE' }
  const key = Buffer.from(hkdfSync('sha256', qrToken, '', rosterKeyInfo, 32))
  const content = Buffer.from(
    JSON.stringify({ ...contentOf(keyring, pass, uses), liveKey: liveKeyOf(pass.organizationId, qrToken).toString('base64') }),
  )
  return { ...line, sealed: sealWith(key, content, rosterPlace(passId)).toString('base64'), reason: null }
}

function contentOf(keyring: Keyring, pass: ListedPass, ruleUses: RuleUses): RosterPass {
  const { type, status, validFrom, validTo, entriesLimit, entriesUsed, outstanding, moves, movedAt, appointment: visit } = pass
  const { inside, zones } = whereOf(pass)
  const { name, company } = openVisitor(keyring, pass.visitor)
  return {
    type,
    status,
    validFrom: validFrom.toISOString(),
    validTo: validTo.toISOString(),
    entriesLimit,
    entriesUsed,
    outstanding,
    ...subjectOf(pass),
    ruleUses,
    inside,
    zones,
    moves,
    movedAt: movedAt?.toISOString() ?? null,
    visitor: { name, company },
    visit: visit && {
      host: visit.host.user.name,
      room: visit.room?.name ?? null,
      startsAt: visit.startsAt.toISOString(),
      endsAt: visit.endsAt.toISOString(),
    },
  }
}
