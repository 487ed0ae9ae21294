/** The agency's texts as data: which keys there are, which named slots each has, and the check that data and code agree. */
import type { Language } from "../language.ts";

/** Every text with exactly the slots that it must use. */
export const textSlots = {
  subject: ["reference", "subject"],
  subject_empty: ["reference"],
  greeting: [],
  language_line: [],
  title_receipt: [],
  title_request: [],
  title_completed: [],
  title_remaining: [],
  title_handed_over: [],
  title_reminder: [],
  title_provisional: [],
  read_mail: [],
  read_mail_one: [],
  read_mail_many: ["count"],
  intro_receipt: ["what", "total"],
  intro_receipt_doubt: ["what"],
  intro_request: ["what", "found", "total"],
  intro_request_points_found: ["what", "total"],
  intro_request_nothing: ["what"],
  intro_completed: ["total"],
  intro_completed_doubt: [],
  intro_remaining: [],
  intro_added: [],
  intro_handed_over: [],
  intro_reminder: ["date"],
  asks_heading: [],
  asks_heading_remaining: [],
  many_asks: [],
  ask: ["number", "label", "parts"],
  ask_short: ["number", "parts"],
  ask_pair: ["number", "other", "label", "otherLabel", "parts", "otherParts"],
  ask_example: ["example"],
  part_names: ["part", "names"],
  unreadable_heading: [],
  problem_encrypted: ["file"],
  problem_corrupt: ["file"],
  problem_unsupported: ["file"],
  problem_empty: ["file"],
  problem_no_text: ["file"],
  problem_too_large: ["file"],
  problem_timeout: ["file"],
  problem_memory: ["file"],
  problem_link: [],
  unreadable_note_one: [],
  unreadable_note_many: [],
  found_heading: [],
  found_one: ["numbers"],
  found_many: ["numbers"],
  found_documents: ["documents"],
  not_applicable: ["numbers"],
  not_applicable_many: ["numbers"],
  unclear: ["numbers"],
  unclear_many: ["numbers"],
  misread: [],
  place: ["number", "source", "page"],
  place_without_page: ["number", "source"],
  place_mail: [],
  new_heading: [],
  new_one: ["numbers"],
  new_many: ["numbers"],
  new_partly: ["numbers"],
  files_heading: [],
  file: ["file", "roles"],
  more_files: ["count"],
  more_names: ["count"],
  role_application: [],
  role_project_description: [],
  role_cv: [],
  role_dpia: [],
  role_variables: [],
  role_other: [],
  answer_heading: [],
  answer_how: [],
  never_send: [],
  personal_numbers: [],
  next_heading: [],
  next_receipt: [],
  next_request: [],
  next_handed_over: [],
  phone: ["phone"],
  machine: [],
  closing: ["agency"],
  reference: ["reference"],
  provisional_body: ["date", "law"],
  provisional_reason: [],
  provisional_expected: [],
  and: [],
} as const satisfies Record<string, readonly string[]>;

export type TextKey = keyof typeof textSlots;
export type TextSet = Readonly<Record<TextKey, string>>;
export type Texts = Readonly<Record<Language, TextSet>>;

/** What is wrong with one text. */
export type TextProblem = {
  readonly key: string;
  readonly problem: "missing" | "unknown_text" | "unknown_slot" | "unused_slot" | "empty";
  readonly slot: string | null;
};

const slotPattern = /\{([A-Za-z]+)\}/g;

/** Every difference between a language's texts and the slots above; empty when they agree. */
export const checkTexts = (texts: Readonly<Record<string, string>>): TextProblem[] => {
  const known = Object.entries(textSlots) as [string, readonly string[]][];
  const unknown = Object.keys(texts).filter((key) => !(key in textSlots));
  return [
    ...unknown.map((key) => ({ key, problem: "unknown_text" as const, slot: null })),
    ...known.flatMap(([key, slots]): TextProblem[] => {
      const text = texts[key];
      if (text === undefined) return [{ key, problem: "missing", slot: null }];
      if (text.trim() === "") return [{ key, problem: "empty", slot: null }];
      const used = [...text.matchAll(slotPattern)].map((match) => match[1] ?? "");
      return [
        ...used.filter((slot) => !slots.includes(slot)).map((slot) => ({ key, problem: "unknown_slot" as const, slot })),
        ...slots.filter((slot) => !used.includes(slot)).map((slot) => ({ key, problem: "unused_slot" as const, slot })),
      ];
    }),
  ];
};

type Slots<K extends TextKey> = (typeof textSlots)[K][number];
/** Texts without slots take no values; the others take exactly theirs. */
type Values<K extends TextKey> = [Slots<K>] extends [never] ? [] : [values: Readonly<Record<Slots<K>, string | number>>];

/** One text with its slots filled. Values are put in as they are: a slot-like text in a value is not filled again. */
export const say = <K extends TextKey>(texts: TextSet, key: K, ...[values]: Values<K>): string =>
  texts[key].replace(slotPattern, (whole, slot: string) => {
    const value = (values as Readonly<Record<string, string | number>> | undefined)?.[slot];
    return value === undefined ? whole : String(value);
  });
