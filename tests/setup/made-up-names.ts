/** Russian names by the share of people who have them, as far as a test needs it: the first are the most common. */
const surnames =
  'Иванов Смирнов Кузнецов Попов Васильев Петров Соколов Михайлов Новиков Фёдоров Морозов Волков Алексеев Лебедев Семёнов Егоров Павлов Козлов Степанов Николаев Орлов Андреев Макаров Никитин Захаров Зайцев Соловьёв Борисов Яковлев Григорьев Романов Воробьёв Сергеев Кузьмин Фролов Александров Дмитриев Королёв Гусев Киселёв Ильин Максимов Поляков Сорокин Виноградов Ковалёв Белов Медведев Антонов Тарасов Жуков Баранов Филиппов Комаров Давыдов Беляев Герасимов Богданов Осипов Сидоров Матвеев Титов Марков Миронов Крылов Куликов Карпов Власов Мельников Денисов Гаврилов Тихонов Казаков Афанасьев Данилов Савельев Тимофеев Фомин Чернов Абрамов Мартынов Ефимов Федотов Щербаков Назаров Калинин Исаев Чернышёв Быков Маслов Родионов Коновалов Лазарев Воронин Климов Филатов Пономарёв Голубев Кудрявцев Прохоров Наумов Потапов Журавлёв Овчинников Трофимов Леонов Соболев Ермаков Колесников Гончаров Емельянов Никифоров Грачёв Котов Гришин Ефремов Архипов Громов Кириллов Малышев Панов Моисеев Румянцев Акимов Кондратьев Бирюков Горбунов Анисимов Ерёмин Тихомиров Галкин Лукьянов Михеев Скворцов Юдин Белоусов Нестеров Симонов Прокофьев Харитонов Князев Цветков Левин Митрофанов Воронов Аксёнов Софронов Мальцев Логинов Горшков Савин Краснов Майоров Демидов Елисеев Рыбаков Сафонов Плотников Демин Хохлов Фадеев Молчанов Игнатов Литвинов Ершов Ушаков Дементьев Рябов Мухин Калашников Леонтьев Лобанов Кузин Корнеев Евдокимов Бородин Платонов Некрасов Балашов Бобров Жданов Блинов Игнатьев Коротков Муравьёв Крюков Беляков Богомолов Дроздов Лавров Зуев Щукин Цыганков Хрущёв Юрьев Чайковский'.split(
    ' ',
  )
const given =
  'Александр Сергей Дмитрий Андрей Алексей Максим Евгений Иван Михаил Владимир Николай Павел Константин Виктор Роман Юрий Олег Игорь Артём Антон Никита Денис Илья Василий Виталий Анатолий Валерий Станислав Кирилл Вячеслав Геннадий Борис Григорий Фёдор Пётр Эдуард Тимофей Егор Руслан Степан Георгий Матвей Всеволод Ярослав Леонид Богдан Глеб Захар Аркадий Семён'.split(
    ' ',
  )

/** Common ones more often than rare ones. */
const pick = <T>(list: readonly T[], random: () => number): T => {
  const chosen = list[Math.floor(random() ** 1.6 * list.length)]
  if (chosen === undefined) throw new Error('An empty list of names')
  return chosen
}

const patronymicOf = (name: string): string =>
  name.endsWith('й') ? `${name.slice(0, -1)}евич` : /[ья]$/.test(name) ? `${name.slice(0, -1)}ич` : `${name}ович`

/** A name that somebody could have: surname, given name, patronymic. A tenth are of surnames made of two. */
export function madeUpName(random: () => number): [surname: string, given: string, patronymic: string] {
  const surname = random() < 0.1 ? `${pick(surnames, random)}-${pick(surnames, random)}` : pick(surnames, random)
  return [surname, pick(given, random), patronymicOf(pick(given, random))]
}

const schemes = {
  passport: 'а a б b в v г g д d е e ё e ж zh з z и i й i к k л l м m н n о o п p р r с s т t у u ф f х kh ц ts ч ch ш sh щ shch ъ ie ы y ь _ э e ю iu я ia',
  common: 'а a б b в v г g д d е e ё yo ж zh з z и i й y к k л l м m н n о o п p р r с s т t у u ф f х h ц ts ч ch ш sh щ sch ъ _ ы y ь _ э e ю yu я ya',
  scientific: 'а a б b в v г g д d е e ё ë ж ž з z и i й j к k л l м m н n о o п p р r с s т t у u ф f х ch ц c ч č ш š щ šč ъ ʺ ы y ь ʹ э è ю ju я ja',
} // prettier-ignore

const tables = Object.fromEntries(
  Object.entries(schemes).map(([name, text]) => {
    const parts = text.split(' ')
    return [
      name,
      new Map(parts.flatMap((letter, place) => (place % 2 === 0 ? [[letter, parts[place + 1] ?? '']] : [])) as [string, string][]),
    ]
  }),
)

/** Ways to write Russian names in Latin letters. */
export const schemeNames = Object.keys(schemes)

/** A word in Latin letters. */
export function inLatin(word: string, scheme: string): string {
  const table = tables[scheme]
  const letters = [...word.toLowerCase()].map((letter) => table?.get(letter)?.replace('_', '') ?? letter)
  const text = letters.join('')
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** A word with one slip of the pen, not in its first letter. */
export function withTypo(word: string, random: () => number): string {
  const letters = [...word]
  const place = 1 + Math.floor(random() * (letters.length - 2))
  const [one = '', other = ''] = [letters[place], letters[place + 1]]
  const slips = [
    () => letters.toSpliced(place, 1),
    () => letters.toSpliced(place, 0, one),
    () => letters.toSpliced(place, 2, other, one),
    () => letters.toSpliced(place, 1, /[а-яё]/i.test(one) ? 'о' : 'o'),
  ]
  return (slips[Math.floor(random() * slips.length)] ?? slips[0])?.().join('') ?? word
}
