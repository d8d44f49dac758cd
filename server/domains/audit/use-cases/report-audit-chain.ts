import { verifyAuditChain, type ChainReport } from './verify-audit-chain'

const underWay = new Map<string, Promise<ChainReport>>()

/** The report of one chain; whoever asks while it is being followed waits for the same walk. */
export function chainReportOf(chain: string): Promise<ChainReport> {
  let report = underWay.get(chain)
  if (!report) {
    report = verifyAuditChain(chain).finally(() => underWay.delete(chain))
    underWay.set(chain, report)
  }
  return report
}
