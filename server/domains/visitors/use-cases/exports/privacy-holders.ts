import { findHolders } from '../../../../core/holders'
import type { TenantTransaction } from '../../../../infra/tenant-client'

/** The people of the organization who may decide over files of many visitors at this moment, whatever their sessions say. @returns their ids */
export const findPrivacyHolders = (db: Pick<TenantTransaction, 'membership' | 'userRole'>): Promise<string[]> =>
  findHolders(db, 'privacy:manage')
