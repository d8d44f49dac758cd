import type { z } from 'zod'
import { addVisitorNoteSchema } from '#shared/schemas/visitors'
import { audit } from '../../../core/audit'
import { reachOf, refusal } from '../../../core/authorize'
import { organizationOf, type Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { notFound, validate } from '../../../core/failures'
import { isId, newId } from '../../../core/ids'
import { visitorSeal } from '../../../core/visitor-record'
import type { VisitorNote } from '../../../generated/prisma/client'
import { keyringOf } from '../../../infra/keyring'

/** What a colleague noted about a visitor, in clear. */
export interface NoteRow extends Pick<VisitorNote, 'id' | 'createdAt'> {
  text: string
  /** Null for whoever has left. */
  author: string | null
}

/** Notes shown of one visitor. */
const most = 100

const at = (id: string) => ({ table: 'visitor_notes', column: 'sealed_text', id })

/** Whoever reads and writes notes: a person who may see all visitors. @returns their id; null for others */
function noter(ctx: Ctx): string | null {
  return ctx.organizationId !== null && ctx.actor.type === 'user' && reachOf(ctx, 'visitor:read') === 'all' ? ctx.actor.id : null
}

/** Notes about a visitor, the newest first; none for whoever may not read them. */
export async function notesOf(ctx: Ctx, visitorId: string): Promise<NoteRow[]> {
  if (noter(ctx) === null) return []
  const key = await ctx.db.visitorKey.findFirst({ where: { visitorId }, select: { organizationKeyId: true, wrappedKey: true } })
  if (!key) return []
  const notes = await ctx.db.visitorNote.findMany({ where: { visitorId }, orderBy: { id: 'desc' }, take: most })
  const userId = { in: notes.map(({ authorId }) => authorId) }
  const members = await ctx.db.membership.findMany({ where: { userId }, select: { userId: true, name: true } })
  const names = new Map(members.map((member) => [member.userId, member.name]))
  const seal = visitorSeal(await keyringOf(organizationOf(ctx)), visitorId, key)
  return notes.map(({ id, createdAt, sealedText, authorId }) => ({
    id,
    createdAt,
    text: seal.open(Buffer.from(sealedText), at(id)).toString(),
    author: names.get(authorId) ?? null,
  }))
}

/**
 * Notes something about a visitor for colleagues; it is sealed under the visitor's own key and goes when they are erased.
 * @returns the visitor's id, or NOT_FOUND, VALIDATION_FAILED
 */
export async function addVisitorNote(ctx: Ctx, input: z.input<typeof addVisitorNoteSchema>): Promise<{ visitorId: string } | Failure> {
  const authorId = noter(ctx)
  if (authorId === null) throw refusal(ctx)
  const { data, failed } = validate(ctx, addVisitorNoteSchema, input)
  if (failed) return failed
  const { visitorId, text } = data
  if (!isId(visitorId)) return notFound(ctx, 'visitorId')
  const keyring = await keyringOf(organizationOf(ctx))
  return ctx.transaction(async (tx) => {
    // Behind the lock of the key: whoever erases the person takes it first, and no note is written after.
    const held = await tx.visitorKey.updateMany({ where: { visitorId }, data: { visitorId } })
    const key = await tx.visitorKey.findFirst({ where: { visitorId }, select: { organizationKeyId: true, wrappedKey: true } })
    if (held.count === 0 || !key) return notFound(ctx, 'visitorId')
    const id = newId()
    const sealedText = visitorSeal(keyring, visitorId, key).seal(Buffer.from(text), at(id))
    await tx.visitorNote.create({
      data: { id, organizationId: organizationOf(ctx), visitorId, sealedText, authorId, createdAt: ctx.now() },
      select: { id: true },
    })
    await audit(ctx, tx, 'visitor.add_note', { type: 'Visitor', id: visitorId }, { noteId: id })
    return { visitorId }
  })
}
