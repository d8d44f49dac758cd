import type { Ref, ShallowRef } from 'vue'
import type { CreateGuestListInput } from '#shared/generated/gql/graphql'
import type { ReadGuest } from '#shared/guest-table'
import { rowsPerPart } from '#shared/limits'
import {
  addRowsDocument,
  cancelListDocument,
  createListDocument,
  listDocument,
  startListDocument,
  type GuestList,
} from './guest-list-documents'
import { problemsOfServer, type FieldProblems } from '~/composables/field-problems'

/** How often a running list is looked at, in milliseconds. */
const lookEvery = 1_000

type Request = ReturnType<typeof useGraphqlRequest>
type Answer = { __typename: string; guestList: GuestList } | { __typename: string; message: string }

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** Looks at a running list until it has ended or the page is left. */
function useLooks(look: () => Promise<boolean>) {
  let timer: ReturnType<typeof setTimeout> | undefined
  let isLeft = false
  async function goOn() {
    if (!isLeft && (await look())) timer = setTimeout(() => void goOn(), lookEvery)
  }
  onMounted(goOn)
  onScopeDispose(() => {
    isLeft = true
    clearTimeout(timer)
  })
  return goOn
}

/** One thing at a time; what goes wrong is told in `problem`. */
function useAttempts() {
  const problem = ref<string>()
  const isBusy = ref(false)
  async function attempt(work: () => Promise<void>): Promise<boolean> {
    if (isBusy.value) return false
    isBusy.value = true
    problem.value = undefined
    await work().catch((error: unknown) => {
      problem.value = wordsOf(error)
    })
    isBusy.value = false
    return problem.value === undefined
  }
  return { problem, isBusy, attempt }
}

interface State {
  list: ShallowRef<GuestList | null>
  sent: Ref<number | null>
  problem: Ref<string | undefined>
  fields: Ref<FieldProblems>
}

function take({ list, problem }: State, answer: Answer): boolean {
  if ('guestList' in answer) list.value = answer.guestList
  else problem.value = answer.message
  return 'guestList' in answer
}

/** Sends a list and its rows; what was sent before a failure is not sent again. */
async function sendTo(state: State, input: CreateGuestListInput, guests: readonly ReadGuest[], request: Request): Promise<void> {
  const { list, sent, fields } = state
  fields.value = {}
  if (!list.value) {
    const { createGuestList: answer } = await request(createListDocument, { input })
    if (answer.__typename === 'ValidationFailed') fields.value = problemsOfServer(answer.fields)
    if (!take(state, answer)) return
  }
  sent.value ??= 0
  while (list.value && sent.value < guests.length) {
    const rows = guests.slice(sent.value, sent.value + rowsPerPart)
    const part = { guestListId: list.value.id, position: sent.value / rowsPerPart, rows: [...rows] }
    const { addGuestListRows } = await request(addRowsDocument, { input: part })
    if (!take(state, addGuestListRows)) return
    sent.value += rows.length
  }
  sent.value = null
}

/** Asks where a running list stands. @returns whether it is still to be watched */
async function look({ list, problem }: State, request: Request): Promise<boolean> {
  if (list.value?.status !== 'RUNNING') return false
  try {
    const { node } = await request(listDocument, { id: list.value.id })
    if (node?.__typename === 'GuestList') list.value = node
    problem.value = undefined
  } catch (error) {
    problem.value = wordsOf(error)
  }
  return true
}

/**
 * A list of guests on its way: sent in parts and checked, started, watched until its end, stopped.
 * @param shown the list as the page found it
 * @returns `list`, `sent` (rows that were sent so far, or null), `problem`, `fields`, `isBusy`; `send(input, guests)`, `start()`, `stop()`,
 * `open(list)`, and `leave()`, which throws away what was sent and not started
 */
export function useGuestList(shown: GuestList | null) {
  const request = useGraphqlRequest()
  const { problem, isBusy, attempt } = useAttempts()
  const state: State = { list: shallowRef(shown), sent: ref(null), problem, fields: ref({}) }
  const { list, sent, fields } = state
  const watchIt = useLooks(() => look(state, request))

  const send = (input: CreateGuestListInput, guests: readonly ReadGuest[]) => attempt(() => sendTo(state, input, guests, request))
  const start = () =>
    attempt(async () => {
      if (!list.value) return
      const { startGuestList } = await request(startListDocument, { input: { guestListId: list.value.id } })
      if (take(state, startGuestList)) void watchIt()
    })
  const stop = () =>
    attempt(async () => {
      if (!list.value) return
      const { cancelGuestList } = await request(cancelListDocument, { input: { guestListId: list.value.id } })
      take(state, cancelGuestList)
    })
  const open = (chosen: GuestList) => {
    list.value = chosen
    void watchIt()
  }
  async function leave() {
    if (list.value?.status === 'COLLECTING') await stop()
    list.value = null
    sent.value = null
    problem.value = undefined
  }

  return { list, sent, problem, fields, isBusy, send, start, stop, open, leave }
}
