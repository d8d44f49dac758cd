import type { Ctx } from '../../../core/ctx'
import type { FilePolicy } from '../../../generated/prisma/client'

/** How long files are kept after the last visit of their person, in days (null: as long as the person), and what is demanded of them. */
export type FileRules = Pick<FilePolicy, 'photoDays' | 'identityDays' | 'insuranceDays' | 'otherDays' | 'scanRequired'>

/** What holds where an organization has said nothing: documents go a month after the visit. */
const defaults: FileRules = { photoDays: null, identityDays: 30, insuranceDays: 30, otherDays: 30, scanRequired: false }

const select = { photoDays: true, identityDays: true, insuranceDays: true, otherDays: true, scanRequired: true } as const

/** What an organization has decided of files. */
export const filePolicyOf = async (ctx: Pick<Ctx, 'db'>): Promise<FileRules> => (await ctx.db.filePolicy.findFirst({ select })) ?? defaults
