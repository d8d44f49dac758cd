import type { MaybeRefOrGetter } from 'vue'
import { freeBusyDocument } from './busy-documents'
import { useAskedLater } from './useAskedLater'
import type { BusyTime } from './visit-conflicts'

interface Wanted {
  hostIds: string[]
  roomIds: string[]
  from: string
  to: string
}

/** When hosts and rooms of the calendar are busy by calendars outside, as far as it is known by now. */
export const useBusyTimes = () => useState('host-busy-elsewhere', () => shallowRef<readonly BusyTime[]>([]))

/** Asks for them. What cannot be had warns nobody. */
export function useBusyElsewhere(wanted: MaybeRefOrGetter<Wanted | undefined>): void {
  const request = useGraphqlRequest()
  const times = useBusyTimes()
  const someone = () => {
    const asked = toValue(wanted)
    return asked && asked.hostIds.length + asked.roomIds.length > 0 ? asked : undefined
  }
  const { answer } = useAskedLater(someone, async (asked) => (await request(freeBusyDocument, asked)).freeBusy)
  watch(answer, (found) => {
    times.value = found?.filter(({ source }) => source === 'CALENDAR') ?? []
  })
}
