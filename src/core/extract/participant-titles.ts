/** The title of a participant: in the list itself, beside the name, or elsewhere in the message. */
import { evidenceOf, valuesOf } from "../people/directory.ts";
import { ORGANISATION, TITLE } from "../people/words.ts";
import type { ReaderContext } from "./context.ts";
import { elsewhere, type Naming, ownWords, type Sourced, usable } from "./participant-naming.ts";

/** Ends of words that name a post, for posts that no list has: "flyktningkonsulent", "historieprofessor". */
const POST =
  /(?<![\p{L}-])(?:\p{L}+[ -])?\p{L}*(?:forsk[ae]r|r[åa]dgiver|rådgivar|rådgjevar|konsulent|lege|lækjar|ingeniør|professor|arkivar|tekniker|teknikar|analytiker|økonom|jurist|psykolog|koordinator|medarbeid[ea]r|assistent|student|stipendiat|lektor|pedagog|leder|leiar|sjef|lærling|lecturer|fellow|scientist|engineer|manager|officer|adviser|advisor|assistant|koordinatorin|mitarbeiterin|mitarbeiter|studerende|doktorand|forskare|planlegger|planleggar|utreder|kurator|bibliotekar|sosionom|spesialist|statistiker|statistikar|historiker|historikar|antropolog|kriminolog|sosiolog|demograf|geograf|director|direktør|redaktør|partner|lærer|lærar)(?:en)?(?![\p{L}-])/iu;
const ABBREVIATED =
  /(?<![\p{L}])(?:Prof|Førsteam|Førstea|F\.?am|Stip|Postdok|Vit\.? ?ass|Assoc\.? ?Prof|Asst\.? ?Prof|Univ\.? ?lekt|LIS)\.?(?![\p{L}])/u;
const PROJECT_ROLE = /prosjekt-?(?:leder|leiar|ansvarl|medarbeid)|project (?:leader|manager)|teamle|(?:^|\W)leder$|medarbeid/iu;

/** The title, where one is given. A mere degree comes last. */
export const titleOf = (context: ReaderContext, naming: Naming, all: readonly Naming[]): Sourced | null => {
  const mentions = usable(context, naming);
  const { title: inName, name } = nameParts(naming.person.name);
  const front = inFront(naming.text, name);
  if (front)
    return {
      value: front,
      evidence: mentions[0]
        ? evidenceOf(context.directory, mentions.find((mention) => mention.card.near.includes(front)) ?? mentions[0], front, "title")
        : null,
    };
  if (inName) return { value: inName, evidence: mentions[0] ? evidenceOf(context.directory, mentions[0], inName, "title") : null };
  const said = behindName(
    naming.text,
    name,
    all.map((one) => one.person.name),
  );
  if (said)
    return {
      value: said,
      evidence: mentions[0]
        ? evidenceOf(context.directory, mentions.find((mention) => mention.card.text.includes(said)) ?? mentions[0], said, "title")
        : null,
    };
  const degree = (value: string): number => (/^(?:ph\.?\s?d\.?|dr\.?.*|cand\.?.*|d\.phil\.?)$/iu.test(value.trim()) ? 1 : 0);
  const values = valuesOf(mentions, "titles").filter(
    ({ value }) => (/\p{L}{3}/u.test(value) || /ph\.?d/iu.test(value)) && !/^(?:and|og|samt|both|begge|eller|or)(?!\p{L})/iu.test(value),
  );
  const best = values.toSorted((a, b) => degree(a.value) - degree(b.value))[0];
  if (best && degree(best.value) === 0) return { value: best.value, evidence: evidenceOf(context.directory, best.mention, best.value, "title") };
  const beside =
    titleBeside(naming.text, naming.person.name) ??
    mentions.map((mention) => titleBeside(mention.card.near, mention.card.name ?? naming.person.name)).find((one) => one !== null) ??
    null;
  const later =
    beside ??
    elsewhere(context, naming, (text, short) => titleBeside(text, short)) ??
    ownWords(context, naming, (text, self) => titleBeside(text.replace(self, `${self},`), self));
  if (later && !beside) return { value: later, evidence: mentions[0] ? evidenceOf(context.directory, mentions[0], later, "title") : null };
  if (beside)
    return {
      value: beside,
      evidence: mentions[0]
        ? evidenceOf(context.directory, mentions.find((mention) => mention.card.near.includes(beside)) ?? mentions[0], beside, "title")
        : null,
    };
  return best ? { value: best.value, evidence: evidenceOf(context.directory, best.mention, best.value, "title") } : null;
};

/** A title that was taken for the first word of the name: "Masterstudent Vilde Aas". */
export const nameParts = (whole: string): { title: string | null; name: string } => {
  const first = whole.split(" ")[0] ?? "";
  const isTitle =
    whole.split(" ").length > 2 &&
    (POST.test(first) ? (first.match(POST)?.[0].length ?? 0) === first.length : first.match(new RegExp(`^(?:${TITLE.source})$`, "iu")) !== null);
  return isTitle ? { title: first, name: whole.slice(first.length + 1) } : { title: null, name: whole };
};

/** "Prof. Kari Nordmann", "førsteamanuensis Kari Nordmann": the title right before the name. */
const inFront = (text: string, name: string): string | null => {
  const at = text.indexOf(name);
  const before = at < 0 ? "" : text.slice(0, at).replace(/(?:[Dd]r\.?|Ms\.?|Mr\.?|ph\.?\s?d\.?|PhD)\s*$/u, "");
  const match =
    before.match(new RegExp(`(?:${ABBREVIATED.source}|${TITLE.source})\\s*$`, "u")) ?? before.match(new RegExp(`(?:${TITLE.source})\\s*$`, "iu"));
  const value = match?.[0].trim() ?? "";
  return /\p{L}{4}/u.test(value) && !PROJECT_ROLE.test(value) && !/^(?:ph\.?\s?d|veileder|supervisor|student$)/iu.test(value) ? value : null;
};

/** "Name (post, institution)" and "Name, post, institution": the post that stands behind the name itself. */
const behindName = (text: string, name: string, people: readonly string[]): string | null => {
  const at = text.indexOf(name);
  if (at < 0) return null;
  const rest = text.slice(at + name.length);
  const inside = rest.match(/^\s*\((?<first>[^,;()/]{3,60})(?:[,;/][^()]*)?\)/u)?.groups?.["first"]?.trim();
  if (
    inside &&
    !PROJECT_ROLE.test(inside) &&
    (isPost(inside) || (/^\p{Ll}/u.test(inside) && !/\d|(?<!\p{L})(?:er|is|som|who|har|has|ved|at|med|fra|begge|both|se|see)(?!\p{L})/u.test(inside)))
  )
    return inside;
  const after = rest.match(/^\s*(?:,|–|-(?=\s))\s*(?<post>[^,;:()|\n.–]{3,60})(?=[,;|\n.–]|$)/u)?.groups?.["post"]?.trim();
  return after &&
    !people.some((one) => after.includes(one)) &&
    !PROJECT_ROLE.test(after) &&
    isPost(after.split(/\s(?:ved|at|of|i|in)\s/u)[0] ?? after) &&
    !ORGANISATION.test(after)
    ? (after.split(/\s(?:ved|at|hos)\s/u)[0] ?? after)
    : null;
};
export const isPost = (text: string): boolean => POST.test(text) || new RegExp(TITLE.source, "iu").test(text) || ABBREVIATED.test(text);

/** A post right before the name ("barnelege Omar Sheikh") or right behind it ("Omar Sheikh (barnelege ...)"). */
const titleBeside = (text: string, name: string): string | null => {
  const at = text.indexOf(name);
  if (at < 0) return null;
  const before =
    text
      .slice(0, at)
      .split(/[.;:\n(]|(?<!\p{L})(?:og|and|samt|skal|får)(?!\p{L})|,/u)
      .at(-1) ?? "";
  const after =
    text.slice(at + name.length).match(/^\s*(?:\(|,|–|-|\||er|is)\s*(?:(?:ein?|et|an?|the)\s)?(?<post>[^,;()|\n.]{3,60})/u)?.groups?.["post"] ?? "";
  for (const piece of [before.split(/\s+/).slice(-4).join(" "), after]) {
    const post = piece.match(POST)?.[0] ?? piece.match(new RegExp(TITLE.source, "iu"))?.[0] ?? piece.match(ABBREVIATED)?.[0];
    if (post && !PROJECT_ROLE.test(post)) return post.trim();
  }
  return null;
};
