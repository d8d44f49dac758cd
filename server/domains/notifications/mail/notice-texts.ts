import type { AccountChange } from '../../../generated/prisma/client'
import type { MailLocale } from './texts'

/** Every wording of the mails that tell a person what was changed about their account. */
export interface NoticeTexts {
  subject: string
  greeting: (name: string) => string
  changes: Record<AccountChange, string>
  when: (moment: string) => string
  stranger: string
  button: string
}

/** The wordings by language. */
export const NOTICE_TEXTS: Record<MailLocale, NoticeTexts> = {
  ru: {
    subject: 'Изменения в вашем входе в Guest Center',
    greeting: (name) => `Здравствуйте, ${name}!`,
    changes: {
      TOTP_ENABLED: 'Теперь при входе в Guest Center нужен код из приложения-аутентификатора.',
      TOTP_DISABLED: 'Приложение-аутентификатор отключено: код при входе больше не спрашивается.',
      RECOVERY_CODES_RENEWED: 'Выпущены новые резервные коды. Прежние больше не действуют.',
      RECOVERY_CODE_USED: 'Вместо кода из приложения использован один из ваших резервных кодов.',
      PASSWORD_CHANGED: 'Ваш пароль изменён, остальные сеансы завершены.',
      SECOND_FACTOR_RESET: 'Администратор сбросил ваш второй фактор. Подключите приложение-аутентификатор заново.',
      PASSKEY_ADDED: 'Добавлен ключ доступа: с ним можно войти без пароля.',
      PASSKEY_REMOVED: 'Ключ доступа удалён: войти с ним больше нельзя.',
      IDENTITY_LINKED: 'К вашей учётной записи привязан вход через провайдера организации: теперь вас узнают и по нему.',
    },
    when: (moment) => `Это произошло ${moment}.`,
    stranger: 'Если это были не вы, завершите чужие сеансы и сразу сообщите своему администратору.',
    button: 'Безопасность входа',
  },
  en: {
    subject: 'A change to how you sign in to Guest Center',
    greeting: (name) => `Hello ${name},`,
    changes: {
      TOTP_ENABLED: 'Signing in to Guest Center now asks for a code from your authenticator app.',
      TOTP_DISABLED: 'Your authenticator app was turned off: signing in asks for no code any more.',
      RECOVERY_CODES_RENEWED: 'New recovery codes were made. The old ones have stopped working.',
      RECOVERY_CODE_USED: 'One of your recovery codes was used in place of a code from the app.',
      PASSWORD_CHANGED: 'Your password was changed, and your other sessions have ended.',
      SECOND_FACTOR_RESET: 'An administrator has reset your second factor. Set up an authenticator app again.',
      PASSKEY_ADDED: 'A passkey was added: it signs in without the password.',
      PASSKEY_REMOVED: 'A passkey was removed: it does not sign in any more.',
      IDENTITY_LINKED: 'Your account was tied to the sign-in provider of your organization: from now on it lets you in as well.',
    },
    when: (moment) => `This happened on ${moment}.`,
    stranger: 'If this was not you, end the sessions that you do not recognise and tell your administrator at once.',
    button: 'How you sign in',
  },
}
