import { printBadgeDocument, type BadgeParts } from '#layers/admin/composables/badge-documents'
import { mutationProblem } from '#layers/admin/composables/mutation-problem'
import { saveFile } from '~/composables/save-file'
import type { BadgeFormat } from '#shared/badges/formats'

/** Listens to printing, by whatever it was begun, for as long as the page is there. */
function onPrinting(before: () => void, after: () => void) {
  onMounted(() => {
    window.addEventListener('beforeprint', before)
    window.addEventListener('afterprint', after)
  })
  onBeforeUnmount(() => {
    window.removeEventListener('beforeprint', before)
    window.removeEventListener('afterprint', after)
  })
}

/** One thing at a time: what is done, and what was wrong with what was done last. */
function useDoing() {
  const doing = ref<'print' | 'pdf' | null>(null)
  const problem = ref('')
  async function begin(what: 'print' | 'pdf', work: () => Promise<string | null>) {
    if (doing.value) return
    doing.value = what
    problem.value = ''
    problem.value = (await work()) ?? ''
    doing.value = null
  }
  return { doing, problem, begin }
}

/** Fetches a badge as a PDF and gives it to the person; the server notes that. @returns the key or the text of what went wrong */
async function savePdf(visitPassId: string, format: BadgeFormat): Promise<{ key: string } | { text: string } | null> {
  const answer = await fetch(`/badges/${encodeURIComponent(visitPassId)}?format=${format}`, { method: 'POST' }).catch(() => null)
  if (!answer) return { key: 'common.failures.offline' }
  if (answer.status === 409) return { text: ((await answer.json()) as { message: string }).message }
  if (!answer.ok) return { key: 'admin.badges.pdfFailed' }
  saveFile('badge.pdf', await answer.blob(), 'application/pdf')
  return null
}

/**
 * Prints a badge from the browser, and fetches it as a PDF. Both are noted in the audit log, and so is printing by the menu of the browser.
 * @returns `print`, `save`, what came of it (`problem`, empty when all went well), which of the two goes on (`doing`), and the badge as
 * it was given out to be printed (`given`)
 */
export function useBadgePrint(visitPassId: string, format: Readonly<Ref<BadgeFormat>>, isPrintable: () => boolean) {
  const { t } = useI18n()
  const { run } = useGraphqlMutation(printBadgeDocument)
  const { doing, problem, begin } = useDoing()
  const given = shallowRef<BadgeParts>()
  let isNoted = false

  async function note(): Promise<string | null> {
    const answer = run({ input: { visitPassId, format: format.value } })
    const refusal = await mutationProblem(answer)
    const { result } = refusal === null ? await answer : { result: null }
    if (result?.__typename === 'PrintBadgeSuccess') given.value = result.badge
    return refusal
  }

  async function printNoted(): Promise<string | null> {
    const refusal = await note()
    if (refusal !== null) return refusal
    isNoted = true
    await nextTick()
    // Letters that come after the printer has begun are not printed.
    await document.fonts.ready
    window.print()
    return null
  }

  onPrinting(
    () => !isNoted && isPrintable() && void note(),
    () => (isNoted = false),
  )
  return {
    print: () => begin('print', printNoted),
    save: () =>
      begin('pdf', async () => {
        const wrong = await savePdf(visitPassId, format.value)
        return wrong && ('key' in wrong ? t(wrong.key) : wrong.text)
      }),
    doing,
    problem,
    given,
  }
}
