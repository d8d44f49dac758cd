import { translate, type Language } from '../../../infra/i18n'

/**
 * The page that posts a provider's answer once more, from our own site; without scripts by a button.
 * @param response base64, and nothing else
 */
export function onwardPage(response: string, nonce: string, language: Language): string {
  const words = translate(language, 'signIn.onward')
  return `<!doctype html>
<html lang="${language}">
  <head><meta charset="utf-8" /><meta name="viewport" content="width=device-width, initial-scale=1" /><title>${words}</title></head>
  <body>
    <form method="post">
      <input type="hidden" name="SAMLResponse" value="${response}" />
      <input type="hidden" name="again" value="1" />
      <button>${words}</button>
    </form>
    <script nonce="${nonce}">document.forms[0].submit()</script>
  </body>
</html>
`
}
