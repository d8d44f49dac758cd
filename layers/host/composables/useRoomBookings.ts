import type { MaybeRefOrGetter } from 'vue'
import { roomBookingsDocument } from './host-documents'
import { useAskedLater } from './useAskedLater'
import type { RoomBooking } from './visit-conflicts'

interface Wanted {
  siteId: string
  from: string
  to: string
}

/**
 * When the rooms of a site are taken. What cannot be had is not drawn; whoever books a room that is taken is told by the server.
 * @returns `bookings` and `refresh`
 */
export function useRoomBookings(wanted: MaybeRefOrGetter<Wanted | undefined>) {
  const request = useGraphqlRequest()
  const { answer, refresh } = useAskedLater(wanted, async (asked) => (await request(roomBookingsDocument, { ...asked })).roomBookings)
  const bookings = computed<readonly RoomBooking[]>(() => answer.value ?? [])
  return { bookings, refresh }
}
