import type { ShownEndpoint } from './webhook-documents'

/** What can be done with an endpoint. */
export type EndpointAction = 'enable' | 'disable' | 'rotate' | 'recover' | 'example' | 'delete'

/** The icon of each. */
export const actionIcons: Record<EndpointAction, string> = {
  enable: 'i-lucide-circle-play',
  disable: 'i-lucide-circle-pause',
  rotate: 'i-lucide-refresh-cw',
  recover: 'i-lucide-history',
  example: 'i-lucide-send',
  delete: 'i-lucide-trash-2',
}

/** What can be done with an endpoint as it is. */
export const actionsOf = ({ disabledAt }: Pick<ShownEndpoint, 'disabledAt'>): EndpointAction[] =>
  disabledAt ? ['enable', 'rotate', 'delete'] : ['example', 'recover', 'rotate', 'disable', 'delete']
