import type { MaybeRefOrGetter } from 'vue'
import { roomBookingsDocument } from './host-documents'
import type { RoomBooking } from './visit-conflicts'

interface Wanted {
  siteId: string | undefined
  from: string
  to: string
}

/**
 * When the rooms of a site are taken, asked for in the browser once the visits are on the page: the calendar can be read without.
 * What cannot be had is not drawn; whoever books a room that is taken is told by the server.
 * @returns `bookings` and `refresh`
 */
export function useRoomBookings(wanted: MaybeRefOrGetter<Wanted | undefined>) {
  const request = useGraphqlRequest()
  const bookings = shallowRef<readonly RoomBooking[]>([])

  async function refresh(): Promise<void> {
    const asked = toValue(wanted)
    if (!asked?.siteId) return
    const { siteId, from, to } = asked
    const answer = await request(roomBookingsDocument, { siteId, from, to }).catch(() => undefined)
    if (answer) bookings.value = answer.roomBookings
  }
  onMounted(() => watch(() => JSON.stringify(toValue(wanted)), refresh, { immediate: true }))
  return { bookings, refresh }
}
