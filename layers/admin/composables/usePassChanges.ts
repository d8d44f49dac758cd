import type { ListedPass } from './list-documents'
import { mutationProblem } from './mutation-problem'
import { reissuePassDocument, resumePassDocument, revokePassDocument, suspendPassDocument } from './pass-documents'

/** What can be done with a pass. */
export type PassChange = 'revoke' | 'suspend' | 'resume' | 'reissue'

const states: Record<PassChange, ReadonlySet<ListedPass['status']>> = {
  revoke: new Set(['DRAFT', 'PENDING_APPROVAL', 'ACTIVE', 'SUSPENDED', 'USED']),
  suspend: new Set(['ACTIVE']),
  resume: new Set(['SUSPENDED']),
  reissue: new Set(['ACTIVE', 'SUSPENDED']),
}

/** What can be done with a pass as it stands, for whoever may. */
export const passChanges = ({ status }: Pick<ListedPass, 'status'>): PassChange[] =>
  (['resume', 'suspend', 'reissue', 'revoke'] as const).filter((change) => states[change].has(status))

/** Changes passes. Each function gives a text when it was refused. @param done is called once a pass has changed */
export function usePassChanges(done: () => Promise<unknown>) {
  const { run: revoke } = useGraphqlMutation(revokePassDocument)
  const { run: suspend } = useGraphqlMutation(suspendPassDocument)
  const { run: reissue } = useGraphqlMutation(reissuePassDocument)
  const { run: resume } = useGraphqlMutation(resumePassDocument)
  const asked = { revoke, suspend, reissue }

  async function settle(work: Parameters<typeof mutationProblem>[0]): Promise<string | null> {
    const problem = await mutationProblem(work)
    if (problem === null) await done()
    return problem
  }

  return {
    because: (change: keyof typeof asked, visitPassId: string, reason: string) => settle(asked[change]({ input: { visitPassId, reason } })),
    resume: (visitPassId: string) => settle(resume({ input: { visitPassId } })),
  }
}
