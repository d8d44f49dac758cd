/** Guests may come this much earlier than the visit starts, in milliseconds. */
const earliness = 30 * 60 * 1_000

/** From when to when the pass of a visit opens gates: half an hour before its start until its end. */
export const passWindow = ({ startsAt, endsAt }: { startsAt: Date; endsAt: Date }): { validFrom: Date; validTo: Date } => ({
  validFrom: new Date(startsAt.getTime() - earliness),
  validTo: endsAt,
})
