import { readableOn } from '#shared/brand-color'
import type { InviteMailView } from './invite-mail-view'
import { html, typed } from './safe-text'

const DARK_MODE = `
  @media (prefers-color-scheme: dark) {
    .page, .page > div { background: #101318 !important; }
    .card, .card > table { background: #1b1f27 !important; }
    .facts td { border-color: #333a46 !important; }
    .ink div, .ink td, .ink b { color: #eef1f5 !important; }
    .muted div, .muted a, .muted span, .facts .label, .facts .small { color: #a9b3c1 !important; }
    .logo img { background: #ffffff !important; }
    .code > table > tbody > tr > td { background: #262c37 !important; }
  }`

const head = ({ texts, when, place, organization }: InviteMailView) => `
  <mj-head>
    <mj-title>${html(organization)}</mj-title>
    <mj-preview>${html(texts.preview(when.date, when.time, place))}</mj-preview>
    <mj-attributes>
      <mj-all font-family="-apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif" />
      <mj-text font-size="16px" line-height="24px" color="#1a2230" padding="0" />
      <mj-section padding="0" />
    </mj-attributes>
    <mj-style>
      :root { color-scheme: light dark; supported-color-schemes: light dark; }
      .page div, .page td { overflow-wrap: anywhere; word-break: break-word; }
      .button td > a { display: block !important; }
      ${DARK_MODE}
    </mj-style>
    <mj-raw><meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"></mj-raw>
  </mj-head>`

/** Logos are drawn for white paper, so they lie on it in dark mode too. */
const brand = ({ logoUrl, organization }: InviteMailView) =>
  logoUrl
    ? `<mj-image src="${html(logoUrl)}" alt="${html(organization)}" width="160px" align="left" padding="0"
        css-class="logo" border-radius="6px" font-size="20px" />`
    : `<mj-text css-class="ink" font-size="20px" line-height="28px" font-weight="700">${typed(organization)}</mj-text>`

const fact = (label: string, value: string, small = '') => `
  <tr>
    <td style="padding:14px 0;border-top:1px solid #e3e7ed;color:#1a2230">
      <div class="label" style="font-size:13px;line-height:18px;color:#5b6675">${html(label)}</div>
      <b style="font-weight:600">${value}</b>
      ${small && `<div class="small" style="font-size:14px;line-height:20px;color:#5b6675">${small}</div>`}
    </td>
  </tr>`

const facts = ({ texts, when, place, address, host }: InviteMailView) => `
  <mj-table css-class="facts ink" font-size="16px" line-height="24px" padding="24px 0 0" role="presentation">
    ${fact(texts.when, `${html(when.date)}<br />${html(when.time)}`, html(when.zone))}
    ${fact(texts.where, typed(place), address && typed(address))}
    ${fact(texts.host, typed(host))}
  </mj-table>`

const pass = ({ texts, color, inviteUrl }: InviteMailView) => `
  <mj-button css-class="button" href="${html(inviteUrl)}" background-color="${color}" color="${readableOn(color)}" font-size="17px" font-weight="600"
    border-radius="8px" inner-padding="16px 28px" padding="14px 0 0" width="100%">${html(texts.openPass)}</mj-button>
  <mj-text css-class="muted" font-size="14px" line-height="20px" color="#5b6675" padding="12px 0 0" align="center">${html(texts.passHint)}</mj-text>`

const code = (texts: InviteMailView['texts'], shortCode: string) => `
  <mj-section css-class="card" background-color="#ffffff" padding="24px 32px 0">
    <mj-column css-class="code" background-color="#f2f4f7" border-radius="8px" padding="14px 16px">
      <mj-text css-class="muted" font-size="13px" line-height="18px" color="#5b6675" align="center">${html(texts.shortCode)}</mj-text>
      <mj-text css-class="ink" font-family="ui-monospace, Menlo, Consolas, monospace" font-size="26px" line-height="36px" font-weight="600"
        letter-spacing="2px" align="center">${html(shortCode)}</mj-text>
    </mj-column>
  </mj-section>`

const bring = ({ texts, bring: things }: InviteMailView) => `
  <mj-section css-class="card" background-color="#ffffff" padding="24px 32px 32px" border-radius="0 0 12px 12px">
    <mj-column>
      <mj-text css-class="ink" font-weight="600">${html(texts.bring)}</mj-text>
      <mj-text css-class="ink" padding="6px 0 0"><ul style="margin:0;padding:0 0 0 20px">${things.map((thing) => `<li>${typed(thing)}</li>`).join('')}</ul></mj-text>
    </mj-column>
  </mj-section>`

const footer = ({ texts, organization, inviteUrl }: InviteMailView) => `
  <mj-section padding="24px 32px 0">
    <mj-column>
      <mj-text css-class="muted" font-size="13px" line-height="19px" color="#5b6675">
        ${html(texts.linkFallback)}<br /><a href="${html(inviteUrl)}" style="color:#5b6675">${html(inviteUrl)}</a><br /><br />
        ${html(texts.personal)}<br /><br />${texts.privacy(typed(organization))}
      </mj-text>
    </mj-column>
  </mj-section>`

/** The invite as MJML. Every value of the view is escaped here; colour and addresses were checked when the view was made. */
export function inviteMjml(view: InviteMailView): string {
  const { texts, color } = view
  return `<mjml lang="${view.locale}" dir="ltr">${head(view)}
  <mj-body width="600px" background-color="#eef1f5" css-class="page">
    <mj-section padding="24px 0 0"><mj-column><mj-spacer height="1px" /></mj-column></mj-section>
    <mj-section background-color="${color}" border-radius="12px 12px 0 0"><mj-column><mj-spacer height="8px" /></mj-column></mj-section>
    <mj-section css-class="card" background-color="#ffffff" padding="28px 32px 0">
      <mj-column>
        ${brand(view)}
        <mj-text css-class="ink" font-size="28px" line-height="36px" font-weight="700" padding="28px 0 0">${html(texts.about[view.kind].heading)}</mj-text>
        <mj-text css-class="ink" padding="12px 0 0">${texts.greeting(typed(view.guest))}</mj-text>
        <mj-text css-class="ink" padding="4px 0 0">${texts.about[view.kind].intro(typed(view.host), typed(view.organization))}</mj-text>
        ${view.repeats ? `<mj-text css-class="ink" padding="12px 0 0">${html(view.repeats)}</mj-text>` : ''}
        ${facts(view)}
        ${view.kind === 'cancel' ? '<mj-spacer height="28px" />' : pass(view)}
      </mj-column>
    </mj-section>
    ${view.kind === 'cancel' ? '' : `${view.shortCode ? code(texts, view.shortCode) : ''}${bring(view)}`}
    ${footer(view)}
    <mj-section padding="0 0 32px"><mj-column><mj-spacer height="1px" /></mj-column></mj-section>
  </mj-body>
</mjml>`
}
