import { visitorFileKinds } from '#shared/visitor-files'
import type { Ctx } from '../../../core/ctx'
import { outstandingOf } from '../outstanding'
import { typedPass } from './guest-agreements'
import { factsOf } from './pass-facts'

/** Whether the type of a guest asks for a photo or documents, and all of them are there; null where it asks for none. */
export async function hasGivenPapers(ctx: Ctx, visitPassId: string): Promise<boolean | null> {
  const pass = await typedPass(ctx.db, visitPassId)
  if (!pass || !visitorFileKinds.some((kind) => pass.form.requires.includes(kind))) return null
  const facts = (await factsOf(ctx.db, [pass])).get(pass.id)
  return facts !== undefined && !outstandingOf(pass.form, facts).some((task) => task === 'PHOTO' || task === 'DOCUMENT')
}
