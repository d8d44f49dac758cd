import type { VisitorExportMatter } from '../../../generated/prisma/client'
import { EXPORT_NOTICE_TEXTS } from './export-notice-texts'
import { renderShortNotice, type ShortNotice } from './short-notice'

/** What a mail about a file of many visitors says: nothing of the visitors. */
export interface ExportNoticeMail extends ShortNotice {
  about: VisitorExportMatter
}

/** Writes the mail in the reader's language: subject, HTML and the same in plain text. */
export const renderExportNotice = ({ about, ...mail }: ExportNoticeMail): Promise<{ subject: string; html: string; text: string }> =>
  renderShortNotice(mail, EXPORT_NOTICE_TEXTS[mail.locale][about])
