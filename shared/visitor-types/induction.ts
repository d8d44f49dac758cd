import { z } from 'zod'
import { mostAnswers, mostSlides } from '../limits'
import { line, lines } from '../schemas/visitors'
import { isRepeated, partKey, spoken } from './spoken'

/** A question with one right answer. */
const questionSchema = z
  .object({
    text: spoken(line(300)),
    answers: z
      .array(z.object({ key: partKey, label: spoken(line(200)) }))
      .min(2, 'errors.answersTooFew')
      .max(mostAnswers, 'errors.answersTooMany')
      .refine((answers) => !isRepeated(answers), 'errors.fieldKeyRepeated'),
    right: z.string(),
  })
  .refine(({ answers, right }) => answers.some((answer) => answer.key === right), {
    message: 'errors.rightAnswerRequired',
    path: ['right'],
  })

/** A page of an induction: what to know, and perhaps a question that shows that it was read. */
const slideSchema = z.object({
  key: partKey,
  title: spoken(line(200)),
  text: spoken(lines(4_000)),
  question: questionSchema.nullish().transform((question) => question ?? null),
})

/** What visitors of a type have to know before they come in. */
export const inductionSchema = z.object({
  /** How long having gone through it counts, in months; null: for one visit. */
  validMonths: z.int('errors.monthsInvalid').min(1, 'errors.monthsInvalid').max(120, 'errors.monthsInvalid').nullable(),
  slides: z
    .array(slideSchema)
    .min(1, 'errors.slidesRequired')
    .max(mostSlides, 'errors.slidesTooMany')
    .refine((slides) => !isRepeated(slides), 'errors.fieldKeyRepeated'),
})

/** What visitors of a type have to know before they come in. */
export type Induction = z.output<typeof inductionSchema>
