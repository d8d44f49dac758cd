import type { MaybeRefOrGetter } from 'vue'
import { freeBusyDocument } from './busy-documents'
import type { BusyTime } from './visit-conflicts'

interface Asked {
  hostIds: string[]
  roomIds: string[]
  from: string
  to: string
}

/** When hosts and rooms of the calendar are busy by calendars outside, as far as it is known by now. */
export const useBusyTimes = () => useState<readonly BusyTime[]>('host-busy-elsewhere', () => [])

/** Asks for them in the browser, once the visits are on the page: the calendar can be read without. What cannot be had warns nobody. */
export function useBusyElsewhere(asked: MaybeRefOrGetter<Asked | undefined>): void {
  const request = useGraphqlRequest()
  const times = useBusyTimes()

  async function ask(): Promise<void> {
    const wanted = toValue(asked)
    if (!wanted || wanted.hostIds.length + wanted.roomIds.length === 0) return
    const answer = await request(freeBusyDocument, wanted).catch(() => undefined)
    if (answer) times.value = answer.freeBusy.filter(({ source }) => source === 'CALENDAR')
  }
  onMounted(() => watch(() => JSON.stringify(toValue(asked)), ask, { immediate: true }))
}
