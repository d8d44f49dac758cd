declare module '*.texts' {
  import type { LocaleMessage } from '@intlify/core-base'
  import type { VueMessageType } from 'vue-i18n'

  const messages: LocaleMessage<VueMessageType>
  export default messages
}
