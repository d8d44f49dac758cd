import type { VisitorField, VisitorForm } from '#shared/visitor-types/form'
import type { Induction } from '#shared/visitor-types/induction'
import type { TypeDetails } from './visitor-type-documents'

/** A question while it is made: texts as they are typed. */
export interface DraftField extends Pick<VisitorField, 'key' | 'kind' | 'label' | 'help' | 'required' | 'answeredBy' | 'choices'> {
  /** As it is typed; empty for as long as the kind allows. */
  maxLength: string
}

/** The induction of a type while it is made. */
export interface InductionDraft {
  /** As it is typed; empty: for one visit. */
  months: string
  slides: Induction['slides']
}

/** A type while it is made. */
export interface TypeDraft {
  name: string
  /** Of its badges, as it is typed; empty: the plain one. */
  badgeColor: string
  fields: DraftField[]
  requires: VisitorForm['requires']
  agreementIds: string[]
  /** Null: it has none. */
  induction: InductionDraft | null
}

/** What is wrong, by the path in the draft, as in `fields.0.label`: keys of texts with their values. */
export type DraftProblems = Record<string, { key: string; values: Record<string, unknown> }>

/** A key that nothing else of the type has. */
export const newKey = (prefix: 'q' | 'c' | 's'): string => `${prefix}_${crypto.randomUUID().slice(0, 8)}`

/** A text that nobody has typed yet. */
export const noText = () => ({ ru: '', en: '' })

/** A question that nobody has worded yet. */
export const newField = (): DraftField => ({
  key: newKey('q'),
  kind: 'SHORT_TEXT',
  label: noText(),
  help: noText(),
  required: false,
  answeredBy: 'GUEST',
  maxLength: '',
  choices: [],
})

/** A page of an induction that nobody has written yet. */
export const newSlide = (): Induction['slides'][number] => ({ key: newKey('s'), title: noText(), text: noText(), question: null })

/** A question that nobody has worded yet, with two answers. */
export function newQuestion(): NonNullable<Induction['slides'][number]['question']> {
  const answers = [0, 1].map(() => ({ key: newKey('c'), label: noText() }))
  return { text: noText(), answers, right: answers[0]?.key ?? '' }
}

type SentInduction = NonNullable<TypeDetails['induction']>
const textOf = ({ ru, en }: { ru: string; en: string }) => ({ ru, en })

const inductionOf = ({ validMonths, slides }: SentInduction): InductionDraft => ({
  months: String(validMonths ?? ''),
  slides: slides.map(({ key, title, text, question }) => ({
    key,
    title: textOf(title),
    text: textOf(text),
    question: question
      ? {
          text: textOf(question.text),
          answers: question.answers.map((answer) => ({ key: answer.key, label: textOf(answer.label) })),
          right: question.right,
        }
      : null,
  })),
})

/** A draft of what a type is; of nothing where it is new. */
export const draftOf = (type: TypeDetails | null): TypeDraft => ({
  name: type?.name ?? '',
  badgeColor: type?.badgeColor ?? '',
  requires: [...(type?.requires ?? [])],
  agreementIds: (type?.agreements ?? []).map(({ id }) => id),
  induction: type?.induction ? inductionOf(type.induction) : null,
  fields: (type?.fields ?? []).map(({ maxLength, label, help, choices, ...field }) => ({
    ...field,
    label: textOf(label),
    help: textOf(help),
    choices: choices.map((choice) => ({ key: choice.key, label: textOf(choice.label) })),
    maxLength: String(maxLength ?? ''),
  })),
})

/** What is sent of a draft. */
export const contentOf = ({ name, badgeColor, fields, requires, agreementIds, induction }: TypeDraft) => ({
  name,
  badgeColor: badgeColor.trim() || null,
  requires,
  agreementIds,
  induction: induction && { validMonths: induction.months === '' ? null : Number(induction.months), slides: induction.slides },
  fields: fields.map(({ maxLength, choices, ...field }) => ({
    ...field,
    maxLength: maxLength === '' ? null : Number(maxLength),
    choices: field.kind === 'CHOICE' ? choices : null,
  })),
})

/** A list with one of its things moved by a place; the list itself where there is no place. */
export function movedBy<T>(list: readonly T[], from: number, by: number): T[] {
  const moved = list[from]
  const to = from + by
  if (moved === undefined || to < 0 || to >= list.length) return [...list]
  return list.toSpliced(from, 1).toSpliced(to, 0, moved)
}
