import type { CoHost } from './rows'

/** Ids of those who receive with the host, as one column: beside an `appointments` that is called `a`. */
export const coHostsColumn =
  '(SELECT GROUP_CONCAT(c.host_id) FROM appointment_co_hosts c WHERE c.organization_id = a.organization_id AND c.appointment_id = a.id) AS co_host_ids'

/** What {@link coHostsColumn} reads. */
export interface CoHostsColumn {
  co_host_ids: string | null
}

/** Those who receive with the host. */
export const coHostsOf = ({ co_host_ids: ids }: CoHostsColumn): CoHost[] => (ids ? ids.split(',').map((hostId) => ({ hostId })) : [])
