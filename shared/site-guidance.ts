/** What guests read of a site, beside where it is: in the language of the organization and, where somebody wrote it, in the other one. */
export const guidance = ['directions', 'parking', 'entrance', 'whatToBring'] as const

type Text = (typeof guidance)[number]

/** What guests read of a site. */
export type SiteGuidance = Record<Text, string | null>

/** The same with what was written in the other language. */
export type BilingualGuidance = SiteGuidance & Record<`${Text}Other`, string | null>

/** What guests read of a site in a language; what nobody translated stays as it is. */
export function guidanceIn(site: BilingualGuidance, isOther: boolean): SiteGuidance {
  const { directions, parking, entrance, whatToBring } = site
  if (!isOther) return { directions, parking, entrance, whatToBring }
  return {
    directions: site.directionsOther ?? directions,
    parking: site.parkingOther ?? parking,
    entrance: site.entranceOther ?? entrance,
    whatToBring: site.whatToBringOther ?? whatToBring,
  }
}
