import type { z } from 'zod'
import { filePolicySchema } from '#shared/schemas/files'
import { audit } from '../../../core/audit'
import { authorize } from '../../../core/authorize'
import { organizationOf, type Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { invalid, validate } from '../../../core/failures'
import type { FilePolicy } from '../../../generated/prisma/client'
import { hasVirusScanner } from '../../../infra/virus-scan'
import { needsConfirmationOfPerson } from '../../security/use-cases/confirm-identity'

/** How long files are kept after the last visit of their person, in days (null: as long as the person), and what is demanded of them. */
export type FileRules = Pick<FilePolicy, 'photoDays' | 'identityDays' | 'insuranceDays' | 'otherDays' | 'scanRequired'>

/** What holds where an organization has said nothing: documents go a month after the visit. */
const defaults: FileRules = { photoDays: null, identityDays: 30, insuranceDays: 30, otherDays: 30, scanRequired: false }

const select = { photoDays: true, identityDays: true, insuranceDays: true, otherDays: true, scanRequired: true } as const

/** What an organization has decided of files. */
export const filePolicyOf = async (ctx: Pick<Ctx, 'db'>): Promise<FileRules> => (await ctx.db.filePolicy.findFirst({ select })) ?? defaults

/** The same for whoever decides it. @throws Refusal */
export async function findFilePolicy(ctx: Ctx): Promise<FileRules> {
  authorize(ctx, 'privacy:manage')
  return filePolicyOf(ctx)
}

/**
 * Sets how long files are kept and what is demanded of them. The worker removes by it within the hour.
 * @returns the policy, or CONFIRMATION_REQUIRED, VALIDATION_FAILED also for demanding a scan where nobody scans
 */
export async function setFilePolicy(ctx: Ctx, input: z.input<typeof filePolicySchema>): Promise<FileRules | Failure> {
  authorize(ctx, 'privacy:manage')
  const { data, failed } = validate(ctx, filePolicySchema, input)
  if (failed) return failed
  if (data.scanRequired && !hasVirusScanner) return invalid(ctx, [{ path: ['scanRequired'], key: 'noVirusScanner' }])
  const unproven = await needsConfirmationOfPerson(ctx)
  if (unproven) return unproven
  const organizationId = organizationOf(ctx)
  return ctx.transaction(async (tx) => {
    const before = (await tx.filePolicy.findFirst({ select })) ?? defaults
    const row = { ...data, updatedAt: ctx.now() }
    await tx.filePolicy.createMany({ data: [{ organizationId, ...row }], skipDuplicates: true })
    await tx.filePolicy.updateMany({ where: { organizationId }, data: row })
    await audit(ctx, tx, 'file_policy.change', { type: 'Organization', id: organizationId }, { before, after: data })
    return data
  })
}
