/** What begins a formula, in full width too: a spreadsheet would run it. */
const formula = /^[=+\-@＝＋－＠\t\r\n]/

/** A cell in quotes that no spreadsheet takes for a formula. */
function cell(value: string | null | undefined): string {
  const text = value ?? ''
  return `"${(formula.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`
}

/** The first line of a CSV file: the mark by which spreadsheets know UTF-8, and the names of the columns. */
export const csvHead = (columns: readonly string[]): string => `\uFEFF${columns.join(',')}\r\n`

/** A line of a CSV file, with its end. */
export const csvLine = (values: readonly (string | null | undefined)[]): string => `${values.map(cell).join(',')}\r\n`
