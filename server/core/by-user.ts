import type { Ctx } from './ctx'

/** The person who acts, as events name them; nothing where it is a program. */
export const byUser = ({ actor }: Pick<Ctx, 'actor'>): { byUserId?: string } => (actor.type === 'user' ? { byUserId: actor.id } : {})
