import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'

/** The metrics of this process. */
export const registry = new Registry()

collectDefaultMetrics({ register: registry, prefix: 'gc_' })

/** Verdicts of the gates. */
export const scanVerdicts = new Counter({
  name: 'gc_scan_verdicts_total',
  help: 'Scans by verdict and reason',
  labelNames: ['verdict', 'reason'],
  registers: [registry],
})

/** GraphQL operations, in seconds. */
export const operationSeconds = new Histogram({
  name: 'gc_graphql_operation_seconds',
  help: 'GraphQL operations by kind and outcome',
  labelNames: ['operation', 'outcome'],
  buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
  registers: [registry],
})

/** Events that no sequencer has seen yet, and the age of the oldest in seconds. */
export const outboxLag = {
  waiting: new Gauge({ name: 'gc_outbox_waiting', help: 'Committed events not sequenced yet', registers: [registry] }),
  oldest: new Gauge({ name: 'gc_outbox_oldest_seconds', help: 'Age of the oldest event not sequenced yet', registers: [registry] }),
}

/** Audit rows without a seal yet, and the age of the oldest in seconds: above 5 something is wrong. */
export const auditLag = {
  waiting: new Gauge({ name: 'gc_audit_unsealed', help: 'Audit rows without a seal yet', registers: [registry] }),
  oldest: new Gauge({
    name: 'gc_audit_unsealed_oldest_seconds',
    help: 'Age of the oldest audit row without a seal',
    registers: [registry],
  }),
}

/** Jobs by state, as MySQL knows them. */
export const reactionDepth = new Gauge({
  name: 'gc_reactions',
  help: 'Reactions to events by state',
  labelNames: ['status'],
  registers: [registry],
})
