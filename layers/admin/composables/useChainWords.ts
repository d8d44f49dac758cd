import type { ChainChoices } from './chain-documents'
import type { ChainDraft, DraftApprover, DraftStep } from './chain-draft'

const nameIn = (choices: readonly { value: string; name: string }[], value: string) =>
  choices.find((choice) => choice.value === value)?.name

/** Says in words how a chain will go: whom it asks, how many have to agree, and until when. */
export function useChainWords() {
  const { t } = useI18n()

  function approver({ kind, memberId, roleId, deputyMemberId }: DraftApprover, { people, roles }: ChainChoices): string {
    const named = kind === 'PERSON' ? nameIn(people, memberId) : kind === 'ROLE' ? nameIn(roles, roleId) : t(`approvals.kinds.${kind}`)
    const name = named ?? t('admin.chains.words.nobody')
    const deputy = deputyMemberId && nameIn(people, deputyMemberId)
    return deputy ? t('admin.chains.words.deputy', { name, deputy }) : name
  }
  const all = (approvers: DraftApprover[], choices: ChainChoices) => approvers.map((each) => approver(each, choices)).join(', ')

  function step(
    { approvers, quorum, count, deadlineHours, workingHours, atDeadline, escalateTo }: DraftStep,
    n: number,
    choices: ChainChoices,
  ) {
    const isOne = approvers.length === 1 && approvers[0]?.kind !== 'ROLE'
    const who = all(approvers, choices)
    const head = t(`admin.chains.words.${isOne ? 'one' : quorum.toLowerCase()}`, { n, who, count })
    if (deadlineHours === '') return `${head}.`
    const within = [t('admin.chains.words.within', { hours: deadlineHours }), workingHours && t('admin.chains.words.working')]
    const named = atDeadline === 'ESCALATE' && escalateTo.length === 0 ? 'ESCALATE_nobody' : atDeadline
    return `${head} ${within.filter(Boolean).join(' ')}; ${t(`admin.chains.words.${named}`, { who: all(escalateTo, choices) })}.`
  }

  return {
    /** For whom a chain holds. */
    holds: ({ siteId, visitorTypeId }: ChainDraft, { sites, visitorTypes }: ChainChoices) =>
      t('admin.chains.words.holds', {
        type: nameIn(visitorTypes, visitorTypeId) ?? t('admin.chains.everyType'),
        site: nameIn(sites, siteId) ?? t('admin.chains.everySite'),
      }),
    /** Its steps, one sentence each. */
    steps: ({ steps }: ChainDraft, choices: ChainChoices) => steps.map((each, place) => step(each, place + 1, choices)),
  }
}
