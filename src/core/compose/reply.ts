/** A reply's content as a letter in the agency's words. Nothing of the sender's text is echoed but file names and persons' names. */
import type { Agency, Catalogue, Item } from "../catalogue.ts";
import type { Language } from "../language.ts";
import type { Ask, ReplyContent } from "../reply-content.ts";
import { withoutReferences } from "../reference.ts";
import type { Letter, LetterBlock } from "./document.ts";
import { say, type TextKey, type Texts, type TextSet } from "./texts.ts";
import { enumerate, lowerFirst, numbersInWords, sayableName, upperFirst } from "./words.ts";

type Context = { readonly content: ReplyContent; readonly catalogue: Catalogue; readonly language: Language; readonly texts: TextSet };

/** Examples help while there are few points; with more of them the letter would not fit a screen. */
const MOST_EXAMPLES = 6;
/** Files and names that are said one by one; a letter with hundreds of them is read by nobody, and is as long as its sender wants. */
const MOST_LISTED = 20;

/** The reply as a letter. `askedAt` is the date, in words, of the request that a reminder repeats. */
export const composeReply = (content: ReplyContent, agency: Agency, texts: Texts, reference: string, askedAt = ""): Letter => {
  const language = content.language;
  const context: Context = { content, catalogue: agency.catalogue, language, texts: texts[language] };
  const set = context.texts;
  return {
    language,
    title: say(set, `title_${content.purpose}`),
    blocks: [
      paragraph(say(set, "greeting")),
      paragraph(intro(context, askedAt)),
      ...(content.languageSure
        ? []
        : [{ kind: "paragraph" as const, text: say(set, "language_line"), language: language === "en" ? ("nb" as const) : ("en" as const) }]),
      ...news(context),
      ...(content.purpose === "handed_over" ? [] : wanted(context)),
      ...(content.purpose === "receipt" ? received(context) : []),
      ...(content.purpose === "handed_over" || content.alone ? [] : found(context)),
      ...ending(context, agency, reference),
    ],
  };
};

/** The provisional answer; reason and expected date are for a person to fill in. */
export const composeProvisional = (
  agency: Agency,
  texts: Texts,
  { language, reference, date, law }: { readonly language: Language; readonly reference: string; readonly date: string; readonly law: string },
): Letter => {
  const set = texts[language];
  return {
    language,
    title: say(set, "title_provisional"),
    blocks: [
      paragraph(say(set, "greeting")),
      paragraph(say(set, "provisional_body", { date, law })),
      paragraph(say(set, "provisional_reason")),
      paragraph(say(set, "provisional_expected")),
      paragraph(say(set, "phone", { phone: agency.phone })),
      paragraph(say(set, "closing", { agency: agency.name[language] })),
      paragraph(say(set, "reference", { reference })),
    ],
  };
};

const paragraph = (text: string): LetterBlock => ({ kind: "paragraph", text });
const section = (heading: string, ...blocks: readonly LetterBlock[]): LetterBlock[] => [{ kind: "heading", text: heading }, ...blocks];

/** True where the letter asks the sender for something. */
const asksForSomething = ({ content }: Context): boolean => content.asks.length + content.documentsMissing.length + content.unreadable.length > 0;

const intro = ({ content, catalogue, texts }: Context, askedAt: string): string => {
  const total = catalogue.items.length;
  const count = content.files.length;
  const what = count === 0 ? say(texts, "read_mail") : count === 1 ? say(texts, "read_mail_one") : say(texts, "read_mail_many", { count });
  const lacking = content.asks.reduce((count, ask) => count + (ask.pair === null ? 1 : 2), 0);
  if (content.alone) return say(texts, "intro_added");
  switch (content.purpose) {
    case "receipt":
      return content.unclear.length > 0 ? say(texts, "intro_receipt_doubt", { what }) : say(texts, "intro_receipt", { what, total });
    case "request":
      if (lacking === total) return say(texts, "intro_request_nothing", { what });
      return lacking === 0
        ? say(texts, "intro_request_points_found", { what, total })
        : say(texts, "intro_request", { what, found: total - lacking, total });
    case "completed":
      return content.unclear.length > 0 ? say(texts, "intro_completed_doubt") : say(texts, "intro_completed", { total });
    case "remaining":
      return say(texts, "intro_remaining");
    case "handed_over":
      return say(texts, "intro_handed_over");
    case "reminder":
      return say(texts, "intro_reminder", { date: askedAt });
  }
};

/** Points, documents and files that we ask for. */
const wanted = (context: Context): LetterBlock[] => {
  const { content, catalogue, language, texts } = context;
  const examples = content.asks.length <= MOST_EXAMPLES;
  const points = content.asks.map((ask) => askLine(context, ask, examples));
  const documents = catalogue.documents.filter(({ role }) => content.documentsMissing.includes(role)).map(({ label }) => label[language]);
  const heading = content.purpose === "remaining" || content.purpose === "reminder" ? "asks_heading_remaining" : "asks_heading";
  const files = [
    ...new Set(
      content.unreadable.map(({ name, problem }) =>
        problem === "link" ? say(texts, "problem_link") : say(texts, `problem_${problem}`, { file: sayableName(name) }),
      ),
    ),
  ];
  const asked = points.length + documents.length;
  const note = say(texts, content.unreadable.length === 1 ? "unreadable_note_one" : "unreadable_note_many");
  // Of the documents, these two hold most of the answers.
  const hint = !examples && ["project_description", "dpia"].every((role) => content.documentsMissing.includes(role));
  return [
    ...(asked > 0
      ? section(say(texts, heading), ...(hint ? [paragraph(say(texts, "many_asks"))] : []), { kind: "list", items: [...points, ...documents] })
      : []),
    ...(files.length > 0
      ? section(say(texts, "unreadable_heading"), { kind: "list", items: few(files, context) }, ...(asked > 0 ? [paragraph(note)] : []))
      : []),
  ];
};

const askLine = (context: Context, ask: Ask, examples: boolean): string => {
  const { catalogue, language, texts } = context;
  const item = catalogue.items.find((one) => one.number === ask.item);
  const other = catalogue.items.find((one) => one.number === ask.pair);
  if (!item) return String(ask.item);
  const parts = partsInWords(context, item, ask);
  if (other) {
    const otherParts = partsInWords(context, other, { ...ask, parts: other.parts.map((part) => part.id), names: {} });
    return say(texts, "ask_pair", {
      number: item.number,
      other: other.number,
      label: item.label[language],
      otherLabel: lowerFirst(other.label[language]),
      parts,
      otherParts,
    });
  }
  const short = item.parts.length === 1 && (item.kind !== "prose" || parts.toLowerCase().includes(item.label[language].toLowerCase()));
  const line = short
    ? say(texts, "ask_short", { number: item.number, parts: upperFirst(parts) })
    : say(texts, "ask", { number: item.number, label: item.label[language], parts });
  const helps = examples && (ask.whole || item.kind === "people" || item.kind === "period");
  return helps ? `${line}\n${say(texts, "ask_example", { example: item.example[language] })}` : line;
};

/** "telephone number and address"; for persons "title of Ada Vik and Per Lie". */
const partsInWords = ({ language, texts }: Context, item: Item, ask: Ask): string => {
  const and = say(texts, "and");
  const words = item.parts
    .filter((part) => ask.parts.includes(part.id))
    .map((part) => {
      const names = ask.names[part.id] ?? [];
      return names.length > 0
        ? say(texts, "part_names", { part: part.label[language], names: enumerate(fewNames(names, texts), and) })
        : part.label[language];
    });
  return enumerate(words, and);
};

/** What a later mail added. */
const news = ({ content, catalogue, language, texts }: Context): LetterBlock[] => {
  if (content.purpose !== "completed" && content.purpose !== "remaining" && content.purpose !== "handed_over") return [];
  const points =
    content.newItems.length === 0
      ? []
      : [say(texts, content.newItems.length === 1 ? "new_one" : "new_many", { numbers: numbersInWords(content.newItems, say(texts, "and")) })];
  const documents = catalogue.documents.filter(({ role }) => content.newDocuments.includes(role)).map(({ label }) => label[language]);
  const partly = content.newPartly.length === 0 ? [] : [say(texts, "new_partly", { numbers: numbersInWords(content.newPartly, say(texts, "and")) })];
  const items = [...points, ...partly, ...documents];
  return items.length > 0 ? section(say(texts, "new_heading"), { kind: "list", items }) : [];
};

/** The files of a first mail, each with what it was read as. */
const received = (context: Context): LetterBlock[] => {
  const { content, texts } = context;
  if (content.files.length === 0) return [];
  const and = say(texts, "and");
  const items = content.files.map(({ name, roles }) => {
    const names = (roles.length > 0 ? roles : (["other"] as const)).map((role) => say(texts, `role_${role}` satisfies TextKey));
    return say(texts, "file", { file: sayableName(name), roles: enumerate(names, and) });
  });
  return section(say(texts, "files_heading"), { kind: "list", items: few(items, context) });
};

/** The first files of a list, and how many more there are. */
const few = (items: readonly string[], { texts }: Context): readonly string[] =>
  items.length <= MOST_LISTED ? items : [...items.slice(0, MOST_LISTED - 1), say(texts, "more_files", { count: items.length - MOST_LISTED + 1 })];

/** The first names, and how many more there are. */
const fewNames = (names: readonly string[], texts: TextSet): string[] =>
  names.length <= MOST_LISTED
    ? names.map(sayableName)
    : [...names.slice(0, MOST_LISTED - 1).map(sayableName), say(texts, "more_names", { count: names.length - MOST_LISTED + 1 })];

/** What was found, so that a misreading can be corrected. */
const found = (context: Context): LetterBlock[] => {
  const { content, catalogue, language, texts } = context;
  const and = say(texts, "and");
  const sentences: string[] = [];
  const first = content.purpose === "request";
  if (first && content.found.length > 0)
    sentences.push(say(texts, content.found.length === 1 ? "found_one" : "found_many", { numbers: numbersInWords(content.found, and) }));
  if (first && content.foundDocuments.length > 0) {
    const labels = catalogue.documents.filter(({ role }) => content.foundDocuments.includes(role)).map(({ label }) => lowerFirst(label[language]));
    sentences.push(say(texts, "found_documents", { documents: enumerate(labels, and) }));
  }
  if ((first || content.purpose === "receipt") && content.notApplicable.length > 0)
    sentences.push(
      say(texts, content.notApplicable.length === 1 ? "not_applicable" : "not_applicable_many", {
        numbers: numbersInWords(content.notApplicable, and),
      }),
    );
  if (content.unclear.length > 0)
    sentences.push(say(texts, content.unclear.length === 1 ? "unclear" : "unclear_many", { numbers: numbersInWords(content.unclear, and) }));
  const places = content.places.map(({ item, source, page }) => {
    const where = source === "body" ? say(texts, "place_mail") : sayableName(source);
    return page === null
      ? say(texts, "place_without_page", { number: item, source: where })
      : say(texts, "place", { number: item, source: where, page });
  });
  if (sentences.length === 0 && places.length === 0) return [];
  const rest: LetterBlock[] = places.length > 0 ? [{ kind: "list", items: places }] : [];
  if (!first && places.length === 0) return [paragraph(sentences.join(" "))];
  return section(say(texts, "found_heading"), ...(sentences.length > 0 ? [paragraph([...sentences, say(texts, "misread")].join(" "))] : []), ...rest);
};

const ending = (context: Context, agency: Agency, reference: string): LetterBlock[] => {
  const { content, texts, language } = context;
  const asking = asksForSomething(context) && content.purpose !== "handed_over" && content.purpose !== "receipt" && content.purpose !== "completed";
  const safety = content.personalNumbers ? `${say(texts, "personal_numbers")} ${say(texts, "never_send")}` : say(texts, "never_send");
  const next = content.purpose === "handed_over" || content.alone ? "next_handed_over" : asking ? "next_request" : "next_receipt";
  const phone = say(texts, "phone", { phone: agency.phone });
  return [
    ...(asking ? section(say(texts, "answer_heading"), paragraph(`${say(texts, "answer_how")} ${safety}`)) : []),
    ...section(
      say(texts, "next_heading"),
      paragraph(`${say(texts, next)} ${phone}`),
      ...(asking ? [] : [paragraph(safety)]),
      paragraph(say(texts, "machine")),
    ),
    paragraph(say(texts, "closing", { agency: agency.name[language] })),
    paragraph(say(texts, "reference", { reference })),
  ];
};

const SUBJECT_LIMIT = 150;

/** The subject of an answer: our reference first, then the sender's subject without its row of "Re:" and without old references. */
export const replySubject = (subject: string, reference: string, agency: Agency, texts: TextSet): string => {
  const bare = withoutReferences(subject.replace(/[\p{Cc}\p{Cf}]/gu, " "), agency.referencePrefix)
    .replace(/^(?:\s*(?:re|sv|vs|fw|fwd|svar|aw|wg|vb)\s*(?:\[\d+\])?\s*:)+/i, "")
    .replace(/\s+/g, " ")
    .trim();
  return bare === "" ? say(texts, "subject_empty", { reference }) : say(texts, "subject", { reference, subject: bare.slice(0, SUBJECT_LIMIT) });
};
