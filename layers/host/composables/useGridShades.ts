import { shadesOf, type Shade, type ShadeSubject } from './grid-shades'
import { useBusyTimes } from './useBusyElsewhere'
import type { KnownPresence } from './useHostPresence'
import type { RoomBooking } from './visit-conflicts'

interface Known {
  bookings: () => readonly RoomBooking[]
  presence: () => KnownPresence | undefined
}

/** What is drawn behind the visits of a grid, with the words for it where a look alone would not tell. */
export function useGridShades({ bookings, presence }: Known, subject: () => ShadeSubject) {
  const { t } = useI18n()
  const busy = useBusyTimes()
  const labelOf = ({ kind, deputy = '' }: Shade): string | undefined => {
    if (kind === 'absent') return t(deputy ? 'host.behind.deputy' : 'host.behind.absent', { deputy })
    return kind === 'busy' ? t('host.behind.busy') : undefined
  }
  return computed(() => {
    const shades = shadesOf({ bookings: bookings(), busy: busy.value, presence: presence() }, subject())
    return shades.map((shade) => ({ ...shade, label: labelOf(shade) }))
  })
}
