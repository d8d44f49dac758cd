import { scaled, type Budget } from '../infra/rate-limit'

/** What everybody may ask for, in rows: a key, an organization with all its keys, a person, an address from which nobody signed in. */
export const budgets = {
  key: scaled({ maximum: 20_000, restoreRate: 1_000 }),
  organization: scaled({ maximum: 100_000, restoreRate: 5_000 }),
  account: scaled({ maximum: 40_000, restoreRate: 2_000 }),
  address: scaled({ maximum: 2_000, restoreRate: 50 }),
} satisfies Record<string, Budget>
