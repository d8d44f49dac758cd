import type { InviteMailView } from './invite-mail-view'

/** The invite for readers without HTML: the same facts in the same order. */
export function invitePlainText(view: InviteMailView): string {
  const { texts, when } = view
  return [
    texts.greeting(view.guest),
    '',
    texts.intro(view.host, view.organization),
    '',
    `${texts.when}: ${when.date}, ${when.time}`,
    `    ${when.zone}`,
    `${texts.where}: ${[view.place, view.address].filter(Boolean).join(', ')}`,
    `${texts.host}: ${view.host}`,
    '',
    `${texts.openPass}:`,
    view.inviteUrl,
    '',
    texts.passHint,
    ...(view.shortCode ? [`${texts.shortCode}: ${view.shortCode}`] : []),
    '',
    `${texts.bring}:`,
    ...view.bring.map((thing) => `- ${thing}`),
    '',
    '--',
    texts.personal,
    texts.privacy(view.organization),
    '',
  ].join('\n')
}
