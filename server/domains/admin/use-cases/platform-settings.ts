import { LRUCache } from 'lru-cache'
import type { z } from 'zod'
import { platformSettingsSchema } from '#shared/schemas/platform'
import { auditForPlatform } from '../../../core/audit'
import { authorize } from '../../../core/authorize'
import type { Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { validate } from '../../../core/failures'
import { prisma } from '../../../infra/db'

/** What the platform's administrators say to everybody. */
export interface PlatformSettingsRow {
  supportContact: string | null
  noticeRu: string | null
  noticeEn: string | null
  /** When the notice goes by itself. */
  noticeUntil: Date | null
}

/** What of it somebody reads now, in their language. */
export interface Announcement {
  text: string | null
  supportContact: string | null
}

const select = { supportContact: true, noticeRu: true, noticeEn: true, noticeUntil: true }

/** The one row. */
const id = 1

const known = new LRUCache<number, Promise<PlatformSettingsRow>>({ max: 1, ttl: 5_000 })

const read = (): Promise<PlatformSettingsRow> => prisma.platformSettings.findUniqueOrThrow({ where: { id }, select })

/** What the platform's administrators say to everybody, to change it. @throws Refusal without the right to manage the platform */
export function findPlatformSettings(ctx: Ctx): Promise<PlatformSettingsRow> {
  authorize(ctx, 'platform:manage')
  return read()
}

/** What the platform says to everybody now, signed in or not; at most five seconds old, because every page of staff asks. */
export async function findAnnouncement({ language, now }: Pick<Ctx, 'language' | 'now'>): Promise<Announcement> {
  let settings = known.get(id)
  if (!settings) {
    settings = read()
    known.set(id, settings)
    settings.catch(() => known.delete(id))
  }
  const { supportContact, noticeRu, noticeEn, noticeUntil } = await settings
  const isOver = noticeUntil !== null && noticeUntil <= now()
  return { supportContact, text: isOver ? null : language === 'ru' ? noticeRu : noticeEn }
}

/** Changes what the platform says to everybody; the platform's log keeps both. @returns the settings, or VALIDATION_FAILED */
export async function changePlatformSettings(
  ctx: Ctx,
  input: z.input<typeof platformSettingsSchema>,
): Promise<PlatformSettingsRow | Failure> {
  authorize(ctx, 'platform:manage')
  const { data, failed } = validate(ctx, platformSettingsSchema, input)
  if (failed) return failed
  const after = await prisma.$transaction(async (tx) => {
    // The row is locked by writing what stands there: the log's "before" is what this change replaces.
    await tx.platformSettings.update({ where: { id }, data: { id }, select: { id: true } })
    const { noticeUntil, ...before } = await tx.platformSettings.findUniqueOrThrow({ where: { id }, select })
    const changed = await tx.platformSettings.update({ where: { id }, data: { ...data, updatedAt: ctx.now() }, select })
    await auditForPlatform(
      ctx,
      tx,
      'platform.change_settings',
      { type: 'Platform', id: String(id) },
      {
        before: { ...before, noticeUntil: noticeUntil?.toISOString() ?? null },
        after: { ...data, noticeUntil: data.noticeUntil?.toISOString() ?? null },
      },
    )
    return changed
  })
  known.clear()
  return after
}
