import { on, run, type Handler } from '../../core/handlers'
import { GuestListStarted } from './events'
import { InviteGuestList } from './jobs'
import { inviteGuestList } from './use-cases/invite-guest-list'

const handlers: Handler[] = [
  on(GuestListStarted, InviteGuestList, ({ guestListId }) => ({ guestListId })),
  run(InviteGuestList, inviteGuestList),
]

export default handlers
