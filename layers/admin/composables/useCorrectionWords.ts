import { checkOutCauses } from '#shared/stay-policy'

/** A check-in as far as somebody said what it says. */
interface Corrected {
  correctedBy?: 'PERSON' | 'HOST' | 'CLOCK' | null
  forcedReason?: string | null
}

/** Words who said that somebody is elsewhere than gates have seen, and why. */
export function useCorrectionWords(): (checkin: Corrected) => string {
  const { t } = useI18n()
  return ({ correctedBy, forcedReason }) => {
    const cause = checkOutCauses.find((each) => each === forcedReason)
    if (correctedBy === 'CLOCK' && cause) return t(`live.byClock.${cause}`)
    return correctedBy === 'HOST' ? t('live.byHost') : t('live.corrected', { reason: forcedReason ?? '' })
  }
}
