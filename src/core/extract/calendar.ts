/** Months, numbers and date arithmetic, with the names that Norwegian, Danish, Swedish and English writers use. */

export type Precision = "day" | "month" | "year";

const MONTH_NAMES = [
  "jan(?:uar[iy]?)?",
  "feb(?:r(?:uar[iy]?)?)?",
  "mar(?:s|ts|ch)?",
  "apr(?:il)?",
  "ma[ijy]",
  "jun[ie]?",
  "jul[iy]?",
  "aug(?:ust[i]?)?",
  "sept?(?:ember)?",
  "o[kc]t(?:ober)?",
  "nov(?:ember)?",
  "de[sc](?:ember)?",
] as const;
/** Any month name or its abbreviation, as one capturing group; letters may not follow. */
export const MONTH = `(${MONTH_NAMES.join("|")})(?!\\p{L})`;
const MONTH_TESTS = MONTH_NAMES.map((name) => new RegExp(`^${name}$`, "iu"));

/** 1 to 12, or 0 where the word names no month. */
export const monthNumber = (word: string): number => MONTH_TESTS.findIndex((test) => test.test(word.replace(/\.$/, ""))) + 1;

const ORDINAL_NAMES: Readonly<Record<string, number>> = {
  første: 1,
  fyrste: 1,
  första: 1,
  femtende: 15,
  trettiende: 30,
  trettiførste: 31,
  tjueåttende: 28,
  first: 1,
  second: 2,
  third: 3,
  fourth: 4,
  fifth: 5,
  sixth: 6,
  seventh: 7,
  eighth: 8,
  ninth: 9,
  tenth: 10,
  eleventh: 11,
  twelfth: 12,
  thirteenth: 13,
  fourteenth: 14,
  fifteenth: 15,
  sixteenth: 16,
  seventeenth: 17,
  eighteenth: 18,
  nineteenth: 19,
  twentieth: 20,
  "twenty-first": 21,
  "twenty-second": 22,
  "twenty-third": 23,
  "twenty-fourth": 24,
  "twenty-fifth": 25,
  "twenty-sixth": 26,
  "twenty-seventh": 27,
  "twenty-eighth": 28,
  "twenty-ninth": 29,
  thirtieth: 30,
  "thirty-first": 31,
};
export const ORDINAL = `(${Object.keys(ORDINAL_NAMES)
  .toSorted((a, b) => b.length - a.length)
  .join("|")})`;
export const ordinalNumber = (word: string): number => ORDINAL_NAMES[word.toLowerCase()] ?? 0;

const COUNT_NAMES: Readonly<Record<string, number>> = {
  halvannet: 1.5,
  halvannan: 1.5,
  halvtanna: 1.5,
  et: 1,
  ett: 1,
  eit: 1,
  eitt: 1,
  én: 1,
  en: 1,
  ein: 1,
  one: 1,
  to: 2,
  två: 2,
  two: 2,
  tre: 3,
  three: 3,
  fire: 4,
  fyra: 4,
  four: 4,
  fem: 5,
  five: 5,
  seks: 6,
  sex: 6,
  six: 6,
  sju: 7,
  syv: 7,
  seven: 7,
  åtte: 8,
  otte: 8,
  åtta: 8,
  eight: 8,
  ni: 9,
  nine: 9,
  ti: 10,
  tio: 10,
  ten: 10,
  elleve: 11,
  eleven: 11,
  tolv: 12,
  twelve: 12,
  femten: 15,
  fifteen: 15,
  atten: 18,
  eighteen: 18,
  tjuefire: 24,
  "twenty-four": 24,
  tretti: 30,
  thirty: 30,
  trettiseks: 36,
  "thirty-six": 36,
  førtiåtte: 48,
  "forty-eight": 48,
};
export const COUNT = `(\\d{1,3}(?:[.,]5)?|${Object.keys(COUNT_NAMES)
  .toSorted((a, b) => b.length - a.length)
  .join("|")})`;
export const countOf = (word: string): number => COUNT_NAMES[word.toLowerCase()] ?? Number(word.replace(",", "."));

const pad = (value: number): string => String(value).padStart(2, "0");

/** ISO of a day, null where the calendar has no such day or the year is not one that a project or a case can have. */
export const isoDay = (year: number, month: number, day: number): string | null => {
  if (month < 1 || month > 12 || day < 1 || year < 1900 || year > 2100) return null;
  return day <= daysIn(year, month)
    ? `${year}-${pad(month)}-${pad(day)}`
    : day === 31 || (month === 2 && day <= 30)
      ? `${year}-${pad(month)}-${pad(daysIn(year, month))}`
      : null;
};
export const isoMonth = (year: number, month: number): string => `${year}-${pad(month)}`;
const daysIn = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();

/** Four digits for a year written with two. */
export const fullYear = (written: string): number => (written.length >= 4 ? Number(written) : Number(written) + (Number(written) < 70 ? 2000 : 1900));

/** Month in which an ISO week has its Thursday: a week given alone is no more exact than that. */
export const isoWeek = (year: number, week: number): string | null => {
  if (week < 1 || week > 53) return null;
  const fourth = new Date(Date.UTC(year, 0, 4));
  const monday = Date.UTC(year, 0, 4 - ((fourth.getUTCDay() + 6) % 7) + (week - 1) * 7);
  const thursday = new Date(monday + 3 * 86_400_000);
  return isoMonth(thursday.getUTCFullYear(), thursday.getUTCMonth() + 1);
};

export const precisionOf = (iso: string): Precision => (iso.length >= 10 ? "day" : iso.length >= 7 ? "month" : "year");

/** Last day, month or year of a stretch of so many months that begins with `iso`; what comes out is as exact as what goes in. */
export const lastOf = (iso: string, months: number): string => {
  const [year = 0, month = 1, day = 1] = iso.split("-").map(Number);
  const whole = Math.round(months);
  if (precisionOf(iso) === "year") return String(year + Math.max(0, Math.ceil(whole / 12) - 1));
  const index = year * 12 + month - 1 + whole;
  if (precisionOf(iso) === "month") return isoMonth(Math.floor((index - 1) / 12), ((index - 1) % 12) + 1);
  const targetYear = Math.floor(index / 12);
  const targetMonth = (index % 12) + 1;
  const end = new Date(Date.UTC(targetYear, targetMonth - 1, Math.min(day, daysIn(targetYear, targetMonth) + (day === 1 ? 0 : 1))) - 86_400_000);
  return `${end.getUTCFullYear()}-${pad(end.getUTCMonth() + 1)}-${pad(end.getUTCDate())}`;
};

/** The last day that a date of any precision may mean. */
export const latestDay = (iso: string): string => (iso.length >= 10 ? iso : iso.length >= 7 ? `${iso}-31` : `${iso}-12-31`);
