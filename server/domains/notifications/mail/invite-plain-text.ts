import type { InviteMailView } from './invite-mail-view'

/** How the guest gets in, and with what. */
const passLines = ({ texts, ...view }: InviteMailView): string[] => [
  `${texts.openPass}:`,
  view.inviteUrl,
  '',
  texts.passHint,
  ...(view.shortCode ? [`${texts.shortCode}: ${view.shortCode}`] : []),
  '',
  `${texts.bring}:`,
  ...view.bring.map((thing) => `- ${thing}`),
  '',
]

/** The invite for readers without HTML: the same facts in the same order. */
export function invitePlainText(view: InviteMailView): string {
  const { texts, when } = view
  return [
    texts.greeting(view.guest),
    '',
    texts.about[view.kind].intro(view.host, view.organization),
    ...(view.repeats ? [view.repeats] : []),
    '',
    `${texts.when}: ${when.date}, ${when.time}`,
    `    ${when.zone}`,
    `${texts.where}: ${[view.place, view.address].filter(Boolean).join(', ')}`,
    `${texts.host}: ${view.host}`,
    '',
    ...(view.kind === 'cancel' ? [] : passLines(view)),
    '--',
    texts.personal,
    texts.privacy(view.organization),
    '',
  ].join('\n')
}
