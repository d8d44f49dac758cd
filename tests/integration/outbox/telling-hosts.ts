import { systemCtx } from '../../../server/core/ctx'
import { isFailure } from '../../../server/core/errors'
import { newId } from '../../../server/core/ids'
import { CheckinRegistered } from '../../../server/domains/access-control/events'
import { AppointmentCanceled, AppointmentCreated, AppointmentUpdated } from '../../../server/domains/appointments/events'
import { cancelAppointment } from '../../../server/domains/appointments/use-cases/cancel-appointment'
import { inviteGuest } from '../../../server/domains/appointments/use-cases/invite-guest'
import { updateAppointment } from '../../../server/domains/appointments/use-cases/update-appointment'
import { GuestReplied } from '../../../server/domains/credentials/events'
import { emit } from '../../../server/infra/outbox'
import type { TestOrganization } from '../../setup/organization'
import { asOperator } from '../../setup/principals'
import { signedPass } from '../scan/signed-pass'

/** Makes an event of each type of which hosts are told: somebody else than they has done it. @returns by event, makers of the id of its entity */
export function causesToTellHosts(org: TestOrganization): Record<string, () => Promise<string>> {
  return {
    [`TellHosts after ${AppointmentCreated.type}`]: async () => {
      const startsAt = new Date(Date.now() + 3_600_000)
      const when = { startsAt, endsAt: new Date(+startsAt + 1_800_000) }
      const { id, site, host } = org
      const booked = await inviteGuest(asOperator(org), { visitor: { name: 'Anna' }, siteId: site.id, hostId: host.id, ...when })
      if (isFailure(booked)) throw new Error(`${id}: ${JSON.stringify(booked)}`)
      return booked.id
    },
    [`TellHosts after ${AppointmentUpdated.type}`]: async () => {
      const { appointmentId } = await signedPass(org)
      await updateAppointment(asOperator(org), { appointmentId, version: 0, title: 'Another' })
      return appointmentId
    },
    [`TellHosts after ${AppointmentCanceled.type}`]: async () => {
      const { appointmentId } = await signedPass(org)
      await cancelAppointment(asOperator(org), { appointmentId, passes: 'REVOKE' })
      return appointmentId
    },
    [GuestReplied.type]: async () => {
      const { id: visitPassId, appointmentId } = await signedPass(org)
      const said = { visitPassId, appointmentId, said: 'HERE' as const }
      await systemCtx(org.id).transaction((tx) => emit(tx, org.id, GuestReplied, said, new Date()))
      return visitPassId
    },
    [CheckinRegistered.type]: async () => {
      const { id: visitPassId } = await signedPass(org)
      const scan = { checkinId: newId(), visitPassId, gateId: org.gates[0].id, siteId: org.site.id, forced: false }
      await systemCtx(org.id).transaction((tx) => emit(tx, org.id, CheckinRegistered, scan, new Date()))
      return visitPassId
    },
  }
}
