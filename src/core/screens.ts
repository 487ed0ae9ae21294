/** The words of the staff pages, by language, with their slots filled. */
import type { Language } from "./language.ts";
import { screenTexts } from "./screen-texts.ts";

export type ScreenKey = keyof typeof screenTexts;
export type ScreenWords = Readonly<Record<ScreenKey, string>>;
export type Screens = Readonly<Record<Language, ScreenWords>>;

export type SlotValues = Readonly<Record<string, string | number>>;

/** What a page needs to speak: its language, words, and times as people write them there. */
export type Speech = {
  readonly language: Language;
  say(key: ScreenKey, values?: SlotValues): string;
  /** A word that may not be known: the key's text, else the fallback. */
  word(prefix: string, code: string, fallback?: ScreenKey): string;
  date(at: number): string;
  time(at: number): string;
};

const locales: Readonly<Record<Language, string>> = { nb: "nb-NO", nn: "nn-NO", en: "en-GB" };

export const speechIn = (language: Language, screens: Screens): Speech => {
  const words = screens[language];
  const day = new Intl.DateTimeFormat(locales[language], { timeZone: "Europe/Oslo", day: "numeric", month: "short", year: "numeric" });
  const clock = new Intl.DateTimeFormat(locales[language], { timeZone: "Europe/Oslo", hour: "2-digit", minute: "2-digit" });
  const say = (key: ScreenKey, values: SlotValues = {}): string =>
    words[key].replace(/\{(\w+)\}/g, (whole, slot: string) => (values[slot] === undefined ? whole : String(values[slot])));
  return {
    language,
    say,
    word: (prefix, code, fallback) => {
      const key = `${prefix}_${code}`;
      if (key in screenTexts) return say(key as ScreenKey);
      return fallback ? say(fallback) : code;
    },
    date: (at) => day.format(at),
    time: (at) => `${day.format(at)} ${clock.format(at)}`,
  };
};

export type ScreenProblem = { readonly key: string; readonly problem: "missing" | "unknown" | "slots" };

/** Every difference between a language's words and the list of them; empty when they agree. */
export const checkScreens = (words: Readonly<Record<string, string>>): ScreenProblem[] => [
  ...Object.keys(words)
    .filter((key) => !(key in screenTexts))
    .map((key) => ({ key, problem: "unknown" as const })),
  ...Object.entries(screenTexts).flatMap(([key, slots]: [string, readonly string[]]): ScreenProblem[] => {
    const text = words[key];
    if (!text?.trim()) return [{ key, problem: "missing" }];
    const used = [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).toSorted();
    return used.join() === slots.toSorted().join() ? [] : [{ key, problem: "slots" }];
  }),
];
