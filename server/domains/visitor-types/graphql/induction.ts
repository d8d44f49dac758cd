import type { Induction } from '#shared/visitor-types/induction'
import { builder } from '../../../graphql/builder'
import { LocalizedText, LocalizedTextInput, textOf } from './texts'

type Slide = Induction['slides'][number]
type Question = NonNullable<Slide['question']>

const InductionAnswer = builder.objectRef<Question['answers'][number]>('InductionAnswer').implement({
  description: 'An answer to choose.',
  fields: (t) => ({
    key: t.exposeString('key', { description: 'By what it is chosen.' }),
    label: t.field({ type: LocalizedText, description: 'What people read.', resolve: ({ label }) => label }),
  }),
})

const InductionQuestion = builder.objectRef<Question>('InductionQuestion').implement({
  description: 'A question that shows that a slide was read.',
  fields: (t) => ({
    text: t.field({ type: LocalizedText, description: 'The question.', resolve: ({ text }) => text }),
    answers: t.field({ type: [InductionAnswer], description: 'What can be chosen.', resolve: ({ answers }) => answers }),
    right: t.exposeString('right', { description: 'The key of the one right answer.' }),
  }),
})

const InductionSlide = builder.objectRef<Slide>('InductionSlide').implement({
  description: 'A page of an induction.',
  fields: (t) => ({
    key: t.exposeString('key', { description: 'By what it is known.' }),
    title: t.field({ type: LocalizedText, description: 'Its title.', resolve: ({ title }) => title }),
    text: t.field({ type: LocalizedText, description: 'What to know.', resolve: ({ text }) => text }),
    question: t.field({
      type: InductionQuestion,
      nullable: true,
      description: 'Its question, where it has one.',
      resolve: ({ question }) => question,
    }),
  }),
})

/** What visitors of a type have to know. */
export const InductionType = builder.objectRef<Induction>('Induction').implement({
  description: 'What visitors of a type have to know before they come in.',
  fields: (t) => ({
    validMonths: t.exposeInt('validMonths', { nullable: true, description: 'How long it counts, in months; null: for one visit.' }),
    slides: t.field({ type: [InductionSlide], description: 'Its pages, in order.', resolve: ({ slides }) => slides }),
  }),
})

const InductionAnswerInput = builder.inputType('InductionAnswerInput', {
  description: 'An answer to choose.',
  fields: (t) => ({
    key: t.string({ required: true, description: 'By what it is chosen: small Latin letters, digits and _.' }),
    label: t.field({ type: LocalizedTextInput, required: true, description: 'What people read.' }),
  }),
})

const InductionQuestionInput = builder.inputType('InductionQuestionInput', {
  description: 'A question that shows that a slide was read.',
  fields: (t) => ({
    text: t.field({ type: LocalizedTextInput, required: true, description: 'The question.' }),
    answers: t.field({ type: [InductionAnswerInput], required: true, description: '2 to 6 answers.' }),
    right: t.string({ required: true, description: 'The key of the one right answer.' }),
  }),
})

const InductionSlideInput = builder.inputType('InductionSlideInput', {
  description: 'A page of an induction.',
  fields: (t) => ({
    key: t.string({ required: true, description: 'By what it is known: small Latin letters, digits and _.' }),
    title: t.field({ type: LocalizedTextInput, required: true, description: 'Its title.' }),
    text: t.field({ type: LocalizedTextInput, required: true, description: 'What to know.' }),
    question: t.field({ type: InductionQuestionInput, description: 'Its question.' }),
  }),
})

/** The same as it is sent. */
export const InductionInput = builder.inputType('InductionInput', {
  description: 'What visitors of a type have to know before they come in.',
  fields: (t) => ({
    validMonths: t.int({ description: 'How long it counts, 1 to 120 months; absent or null: for one visit.' }),
    slides: t.field({ type: [InductionSlideInput], required: true, description: '1 to 30 pages, in order.' }),
  }),
})

/** A sent induction without gaps. */
export const inductionOf = (sent: typeof InductionInput.$inferInput | null | undefined) =>
  sent
    ? {
        validMonths: sent.validMonths ?? null,
        slides: sent.slides.map(({ key, title, text, question }) => ({
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
      }
    : null
