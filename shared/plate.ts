/** The letters of Russian plates look like Latin ones: whoever types either means the same car. */
const lookAlikes: Record<string, string> = {
  А: 'A',
  В: 'B',
  Е: 'E',
  Ё: 'E',
  К: 'K',
  М: 'M',
  Н: 'H',
  О: 'O',
  Р: 'P',
  С: 'C',
  Т: 'T',
  У: 'Y',
  Х: 'X',
}

/** A plate as it is compared: capital letters and digits alone, look-alikes folded. */
export const comparablePlate = (typed: string): string =>
  typed
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '')
    .replaceAll(/[А-ЯЁ]/g, (letter) => lookAlikes[letter] ?? letter)

/** A plate as it is shown: as it was typed, in capital letters, one blank where there were some. */
export const displayPlate = (typed: string): string => typed.normalize('NFKC').toUpperCase().trim().replaceAll(/\s+/g, ' ')

/** Whether something typed can be the plate of a vehicle anywhere: two to ten letters and digits, a digit among them. */
export const isPlate = (typed: string): boolean => typed.length <= 20 && /^(?=.*\p{N})[\p{L}\p{N}]{2,10}$/u.test(comparablePlate(typed))
