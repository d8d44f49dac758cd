import { enumOf } from '../../../graphql/enums'

/** Why an endpoint is told of nothing. */
export const WebhookDisabledForType = enumOf('WebhookDisabledFor', 'Why an endpoint of webhooks was disabled.', {
  BY_HAND: 'Somebody did it.',
  GONE: 'Its receiver answered 410.',
  FAILING: 'It has failed for 120 hours.',
})

/** Where a delivery stands. */
export const WebhookDeliveryStatusType = enumOf('WebhookDeliveryStatus', 'Where a delivery to an endpoint stands.', {
  PENDING: 'It is sent as soon as it is due.',
  DELIVERED: 'It has arrived.',
  FAILED: 'It is tried no more, until somebody has it sent again.',
})

/** What went wrong with an attempt. */
export const WebhookProblemType = enumOf('WebhookProblem', 'What went wrong with an attempt to deliver.', {
  STATUS: 'The receiver answered otherwise than 2xx.',
  REDIRECT: 'The receiver named another address; that is a failure.',
  GONE: 'The receiver answered 410: the endpoint is disabled.',
  TIMEOUT: 'The receiver did not answer within 15 seconds.',
  CONNECTION: 'The receiver could not be reached, or broke off.',
  ADDRESS: 'Its name leads to an address that is not in the internet.',
})
