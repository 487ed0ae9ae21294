/** Title and institution of a participant: in the list itself, said of all in it, or elsewhere in the message. */
import type { Evidence } from "../assessment.ts";
import { evidenceOf, type Mention, type Person, valuesOf } from "../people/directory.ts";
import { ORGANISATION, TITLE } from "../people/words.ts";
import { isCvOnly, type ReaderContext } from "./context.ts";
import { personsIn } from "./participant-names.ts";
import { sameInstitution, writerOf } from "./person.ts";

/** A value with where it stands. */
export type Sourced = { readonly value: string; readonly evidence: Evidence | null };

/** Where a participant was named: the statement's place and the text around. */
export type Naming = { readonly person: Person; readonly source: number; readonly block: number; readonly text: string };

const usable = (context: ReaderContext, naming: Naming): Mention[] => {
  const mentions = naming.person.mentions.filter((mention) => !isCvOnly(context.sources[mention.source]));
  const near = (mention: Mention): number => (mention.source === naming.source ? (mention.block === naming.block ? 3 : 1) : 0) + (mention.kind === "table" ? 0.5 : 0);
  return mentions.toSorted((a, b) => near(b) - near(a));
};

/** Ends of words that name a post, for posts that no list has: "flyktningkonsulent", "historieprofessor". */
const POST =
  /(?<![\p{L}-])(?:\p{L}+[ -])?\p{L}*(?:forsk[ae]r|r[åa]dgiver|rådgivar|rådgjevar|konsulent|lege|lækjar|ingeniør|professor|arkivar|tekniker|teknikar|analytiker|økonom|jurist|psykolog|koordinator|medarbeid[ea]r|assistent|student|stipendiat|lektor|pedagog|leder|leiar|sjef|lærling|lecturer|fellow|scientist|engineer|manager|officer|adviser|advisor|assistant|koordinatorin|mitarbeiterin|mitarbeiter|studerende|doktorand|forskare|planlegger|planleggar|utreder|kurator|bibliotekar|sosionom|spesialist|statistiker|statistikar|historiker|historikar|antropolog|kriminolog|sosiolog|demograf|geograf|director|direktør|redaktør|partner|lærer|lærar)(?:en)?(?![\p{L}-])/iu;
const ABBREVIATED = /(?<![\p{L}])(?:Prof|Førsteam|Førstea|F\.?am|Stip|Postdok|Vit\.? ?ass|Assoc\.? ?Prof|Asst\.? ?Prof|Univ\.? ?lekt|LIS)\.?(?![\p{L}])/u;
const PROJECT_ROLE = /prosjekt-?(?:leder|leiar|ansvarl|medarbeid)|project (?:leader|manager)|teamle|(?:^|\W)leder$|medarbeid/iu;

/** The title, where one is given. A mere degree comes last. */
export const titleOf = (context: ReaderContext, naming: Naming, all: readonly Naming[]): Sourced | null => {
  const mentions = usable(context, naming);
  const { title: inName, name } = nameParts(naming.person.name);
  const front = inFront(naming.text, name);
  if (front) return { value: front, evidence: mentions[0] ? evidenceOf(context.directory, mentions.find((mention) => mention.card.near.includes(front)) ?? mentions[0], front, "title") : null };
  if (inName) return { value: inName, evidence: mentions[0] ? evidenceOf(context.directory, mentions[0], inName, "title") : null };
  const said = behindName(naming.text, name, all.map((one) => one.person.name));
  if (said) return { value: said, evidence: mentions[0] ? evidenceOf(context.directory, mentions.find((mention) => mention.card.text.includes(said)) ?? mentions[0], said, "title") : null };
  const degree = (value: string): number => (/^(?:ph\.?\s?d\.?|dr\.?.*|cand\.?.*|d\.phil\.?)$/iu.test(value.trim()) ? 1 : 0);
  const values = valuesOf(mentions, "titles").filter(({ value }) => (/\p{L}{3}/u.test(value) || /ph\.?d/iu.test(value)) && !/^(?:and|og|samt|both|begge|eller|or)(?!\p{L})/iu.test(value));
  const best = values.toSorted((a, b) => degree(a.value) - degree(b.value))[0];
  if (best && degree(best.value) === 0) return { value: best.value, evidence: evidenceOf(context.directory, best.mention, best.value, "title") };
  const beside = titleBeside(naming.text, naming.person.name) ?? mentions.map((mention) => titleBeside(mention.card.near, mention.card.name ?? naming.person.name)).find((one) => one !== null) ?? null;
  const later = beside ?? elsewhere(context, naming, (text, short) => titleBeside(text, short)) ?? ownWords(context, naming, (text, self) => titleBeside(text.replace(self, `${self},`), self));
  if (later && !beside) return { value: later, evidence: mentions[0] ? evidenceOf(context.directory, mentions[0], later, "title") : null };
  if (beside) return { value: beside, evidence: mentions[0] ? evidenceOf(context.directory, mentions.find((mention) => mention.card.near.includes(beside)) ?? mentions[0], beside, "title") : null };
  return best ? { value: best.value, evidence: evidenceOf(context.directory, best.mention, best.value, "title") } : null;
};

/** A title that was taken for the first word of the name: "Masterstudent Vilde Aas". */
export const nameParts = (whole: string): { title: string | null; name: string } => {
  const first = whole.split(" ")[0] ?? "";
  const isTitle = whole.split(" ").length > 2 && (POST.test(first) ? (first.match(POST)?.[0].length ?? 0) === first.length : first.match(new RegExp(`^(?:${TITLE.source})$`, "iu")) !== null);
  return isTitle ? { title: first, name: whole.slice(first.length + 1) } : { title: null, name: whole };
};

/** "Prof. Kari Nordmann", "førsteamanuensis Kari Nordmann": the title right before the name. */
const inFront = (text: string, name: string): string | null => {
  const at = text.indexOf(name);
  const before = at < 0 ? "" : text.slice(0, at).replace(/(?:Dr\.?|Ms\.?|Mr\.?|ph\.?\s?d\.?|PhD)\s*$/u, "");
  const match = before.match(new RegExp(`(?:${ABBREVIATED.source}|${TITLE.source})\\s*$`, "u")) ?? before.match(new RegExp(`(?:${TITLE.source})\\s*$`, "iu"));
  const value = match?.[0].trim() ?? "";
  return /\p{L}{4}/u.test(value) && !PROJECT_ROLE.test(value) && !/^(?:ph\.?\s?d|veileder|supervisor|student$)/iu.test(value) ? value : null;
};

/** "Name (post, institution)" and "Name, post, institution": the post that stands behind the name itself. */
const behindName = (text: string, name: string, people: readonly string[]): string | null => {
  const at = text.indexOf(name);
  if (at < 0) return null;
  const rest = text.slice(at + name.length);
  const inside = rest.match(/^\s*\((?<first>[^,;()/]{3,60})(?:[,;/][^()]*)?\)/u)?.groups?.["first"]?.trim();
  if (inside && !PROJECT_ROLE.test(inside) && (isPost(inside) || (/^\p{Ll}/u.test(inside) && !/\d|(?<!\p{L})(?:er|is|som|who|har|has|ved|at|med|fra|begge|both|se|see)(?!\p{L})/u.test(inside)))) return inside;
  const after = rest.match(/^\s*(?:,|–|-(?=\s))\s*(?<post>[^,;:()|\n.–]{3,60})(?=[,;|\n.–]|$)/u)?.groups?.["post"]?.trim();
  return after && !people.some((one) => after.includes(one)) && !PROJECT_ROLE.test(after) && isPost(after.split(/\s(?:ved|at|of|i|in)\s/u)[0] ?? after) && !ORGANISATION.test(after) ? (after.split(/\s(?:ved|at|hos)\s/u)[0] ?? after) : null;
};
const isPost = (text: string): boolean => POST.test(text) || new RegExp(TITLE.source, "iu").test(text) || ABBREVIATED.test(text);

/** What a sentence near the list says of the person by surname or first name: "Dr Siddiqui is Senior Lecturer". */
const elsewhere = (context: ReaderContext, naming: Naming, read: (text: string, short: string) => string | null): string | null => {
  for (const block of (context.sources[naming.source]?.document.blocks ?? []).slice(Math.max(0, naming.block - 2), naming.block + 3)) {
    if (block.kind === "heading" || block.kind === "table") continue;
    for (const sentence of block.text.split(/(?<=[.!?])\s+(?=\p{Lu})|\n/u))
      for (const one of personsIn(context, sentence, naming.source, null)) {
        const found = one.person === naming.person && one.by === "name" ? read(sentence, sentence.slice(one.start, one.end)) : null;
        if (found) return found;
      }
  }
  return null;
};

/** A post right before the name ("barnelege Omar Sheikh") or right behind it ("Omar Sheikh (barnelege ...)"). */
const titleBeside = (text: string, name: string): string | null => {
  const at = text.indexOf(name);
  if (at < 0) return null;
  const before = text.slice(0, at).split(/[.;:\n(]|(?<!\p{L})(?:og|and|samt|skal|får)(?!\p{L})|,/u).at(-1) ?? "";
  const after = text.slice(at + name.length).match(/^\s*(?:\(|,|–|-|\||er|is)\s*(?:(?:ein?|et|an?|the)\s)?(?<post>[^,;()|\n.]{3,60})/u)?.groups?.["post"] ?? "";
  for (const piece of [before.split(/\s+/).slice(-4).join(" "), after]) {
    const post = piece.match(POST)?.[0] ?? piece.match(new RegExp(TITLE.source, "iu"))?.[0] ?? piece.match(ABBREVIATED)?.[0];
    if (post && !PROJECT_ROLE.test(post)) return post.trim();
  }
  return null;
};

const PART_OF = /^(?:\p{L}+ )?(?:institutt|instituttet|department|dept|avdeling|avdelinga|seksjon|fakultet|faculty|school of|section|divisjon|division|lehrstuhl|medisinsk avdeling|sociologiska institutionen)(?!\p{L})|(?:institutt|institutet|institutionen|avdeling|seksjon)$/iu;
const HERE = /(?<!\p{L})(?:her (?:hos oss|ved|på)|hos oss|hjå oss|vår egen|våre egne|oss (?:på|i|ved)|ved instituttet|ved høgskolen|ved universitetet|ved senteret|ved stiftelsen|i kommunen|at our (?:institute|university|centre|department)|at the (?:institute|university|centre)|our own|in-house|internt ansatt)(?!\p{L})/iu;
const SAME_PLACE = /(?<!\p{L})(?:samm?e (?:\p{L}*(?:sted|stad|institusjon|institutt|stiftelse|stifting|senter|sentre|universitet|høgskule|høgskole|høyskole|kommune|avdeling|arbeidsgiver|arbeidsgjevar|plass))|(?:the )?same (?:place|institution|university|affiliation|department|employer)|likewise|ibid|også der|sammesteds)(?!\p{L})/iu;

/** The institution, where one is given for the person, for all in the list, or for everybody in the project. */
export const institutionOf = (context: ReaderContext, naming: Naming, all: readonly Naming[], leader: Person | null, controller: string | null): Sourced | null => {
  const mentions = usable(context, naming);
  const people = all.map((one) => one.person.name);
  const values = valuesOf(mentions, "institutions").filter(({ value }) => isPlace(value) && !isInitials(value, naming.person.name) && !isSomebody(value, people) && !saidOfOthers(value, naming.text, nameParts(naming.person.name).name));
  const like = values.find(({ value }) => controller !== null && sameInstitution(value, controller) && !PART_OF.test(value));
  const whole = values.find(({ value, mention }) => !PART_OF.test(value) && (mention.source === naming.source || !values.some((one) => !PART_OF.test(one.value) && one.mention.source === naming.source)));
  const best = whole ?? like;
  if (best) return { value: best.value, evidence: evidenceOf(context.directory, best.mention, best.value, "institution") };
  const from = (value: string): Sourced => ({ value, evidence: mentions[0] ? evidenceOf(context.directory, mentions[0], value, "institution") : null });
  const own = nameParts(naming.person.name).name;
  const shared = placeBeside(naming.text, own, people) ?? frontPlace(naming.text, own) ?? joinedPlace(naming, all) ?? sharedPlace(naming.text, controller, own, people) ?? placeSaidLater(context, naming, controller, people) ?? elsewhere(context, naming, (text, short) => placeBeside(text, short, people)) ?? ownWords(context, naming, (text, self) => placeBeside(text, self, people)) ?? signedPlace(mentions, people) ?? cellPlace(context, mentions, people);
  if (shared) return from(shared);
  const part = values[0];
  if (part) return { value: controller && naming.person === leader ? controller : part.value, evidence: evidenceOf(context.directory, part.mention, part.value, "institution") };
  const near = mentions.find((mention) => mention.kind !== "sender" && SAME_PLACE.test(mention.card.near));
  if (near || SAME_PLACE.test(around(naming.text, naming.person.name))) {
    const index = all.indexOf(naming);
    const other = all.slice(0, index).toReversed().map((one) => institutionOf(context, one, all, leader, controller)).find((one) => one !== null);
    if (other) return other;
  }
  if (controller && mentions.some((mention) => HERE.test(mention.card.near))) return from(controller);
  const everyone = defaultPlace(context, controller);
  if (everyone) return { value: everyone, evidence: null };
  // The project leader's own institution: the controller in whose name the leader writes.
  if (controller && naming.person === leader && mentions.some((mention) => mention.card.emails.length > 0 || mention.kind === "signature" || mention.kind === "sender")) return { value: controller, evidence: null };
  if (controller && mentions.some((mention) => mention.card.near.length < 200 && mention.card.near.toLowerCase().includes(controller.toLowerCase()) && sameInstitution(mention.card.near, controller))) return { value: controller, evidence: null };
  return null;
};

const isPlace = (value: string): boolean => /^\P{L}*(?:\p{Lu}|[\p{L}]+(?:universitet|høgskol|institutt))/u.test(value) && !/^(?:\p{Lu}{2,4}(?:,? (?:og|and) \p{Lu}{2,4})+|co-?i|pi|co-?pi|d\.?\s?soc\.?\s?sc\.?|ph\.?\s?d\.?|dr\.?.*|research outline|project description|prosjektbeskrivelse|wp ?\d|ap ?\d)$/iu.test(value.trim()) && /\p{L}{2}/u.test(value) && !/^(?:university lecturer|university researcher|research (?:director|fellow|assistant|professor)|head of research|senior research)/iu.test(value) && !/(?<!\p{L})(?:sees|knows|kjenner|microdata|uten|without|utanfor|outside|utenfor|les utkast)(?!\p{L})/iu.test(value);

/** The stretch about one name, up to the next semicolon or sentence. */
const around = (text: string, name: string): string => {
  const at = text.indexOf(name);
  return at < 0 ? "" : (text.slice(at).split(/[;.\n]/u)[0] ?? "");
};

/** A capitalised name behind "ved", "at", "(" or a comma that no list of institutions knows: "(forsker, Fylkeshelsa)", "Petra Li ved Rettsforsk". */
const PLACE = "(?<place>\\p{Lu}[\\p{L}\\d&.'’/-]*(?:[ \\u00a0](?:(?:og|and|for|i|in|of|på|the|av|&|de|–|-)[ \\u00a0])*\\p{Lu}[\\p{L}\\d&.'’/-]*|[ \\u00a0](?:kommune|fylkeskommune|universitet|university|høgskole|høgskule|migrasjonssenter|universitetshøgskole|institutt|senter|forskning|forsking|samfunnsforskning))*(?:[ ]\\p{Ll}{5,}(?=[,.;)]))?)";
const placeBeside = (text: string, name: string, people: readonly string[]): string | null => {
  const at = text.indexOf(name);
  if (at < 0) return null;
  const after = text.slice(at + name.length, at + name.length + 140);
  const stop = after.match(/;|\n|(?<!\p{Lu}|ph\.d|dr|prof|cand|polit|art)\.\s|(?<!\p{L})(?:og|and|samt)\s+(?:\p{L}+\s+){0,3}\p{Lu}\p{Ll}+ \p{Lu}/u)?.index ?? after.length;
  const match = after.slice(0, stop).match(new RegExp(`(?:(?<!\\p{L})(?:ved|hos|hjå|frå|fra|at|of|from|with|i)|\\(|,|/|–)\\s*(?:the )?${PLACE}\\s*(?=[),.;:–|/]|$|\\s(?:og|and|samt|ha|har|får|skal|will|i)\\s)`, "u"));
  const place = match?.groups?.["place"]?.replace(/[.\s]+$/u, "") ?? null;
  return place && !isSomebody(place, people) && !isInitials(place, name) && place.length > 1 && isPlace(place) && !new RegExp(`^(?:${TITLE.source})$`, "iu").test(place) && !POST.test(place) && !/^(?:Dr|Prof|PhD|Ph\.D|DPIA|UDI|AP ?\d|WP ?\d)/u.test(place) ? place : null;
};

/** "Fra X deltar A og B", "ved X: A": the place named last before the name. */
const frontPlace = (text: string, name: string): string | null => {
  const before = text.slice(0, Math.max(0, text.indexOf(name))).split(/[.;]\s/u).at(-1) ?? "";
  const found = [...before.matchAll(new RegExp(`(?:^|[\\s,(])(?:[Ff]ra|[Ff]rå|[Ff]rom|[Ii]nnen|[Ww]ithin) (?:the )?${PLACE}`, "gu"))].at(-1)?.groups?.["place"];
  return found && isPlace(found) && !/^(?:UDI|SSB|TSD|Utlendingsdirektoratet)$/u.test(found) ? found : null;
};

/** "A (post) og B (post) ved X": A's place is B's. */
const joinedPlace = (naming: Naming, all: readonly Naming[]): string | null => {
  const at = naming.text.indexOf(naming.person.name);
  if (at < 0) return null;
  const after = naming.text.slice(at + naming.person.name.length);
  for (const { person } of all) {
    const next = after.indexOf(person.name);
    if (person === naming.person || next < 0 || !/^\s*(?:\([^()]*\))?\s*,?\s*(?:og|and|&|samt)\s+(?:\p{Ll}[\p{L}.]*\s+){0,3}(?:Dr\.? |Prof\.? )?$/u.test(after.slice(0, next))) continue;
    const rest = after.slice(next + person.name.length);
    if (new RegExp(`^\\s*(?:\\([^()]*\\))?\\s*,?\\s*(?:begge |both )?(?:(?:ved|at|hos|from|fra|frå|of) |i ${PLACE})`, "u").test(rest)) return placeBeside(after, person.name, all.map((one) => one.person.name)) ?? rest.match(new RegExp(`(?:ved|at|hos|from|fra|frå|of|i) (?:the )?${PLACE}`, "u"))?.groups?.["place"] ?? null;
  }
  return null;
};

/** "Jeg er masterstudent ved X": what the writer says of himself or herself. */
const ownWords = (context: ReaderContext, naming: Naming, read: (text: string, self: string) => string | null): string | null => {
  if (writerOf(context, naming.source) !== naming.person) return null;
  for (const block of context.sources[naming.source]?.document.blocks ?? []) {
    if (block.kind === "table" || block.kind === "heading" || block.origin === "quoted") continue;
    for (const sentence of block.text.split(/(?<=[.!?])\s+(?=\p{Lu})|\n/u)) {
      const self = sentence.match(/^(?:Jeg|Eg|I|Undertegnede|The undersigned) (?:er|am|is|arbeider|work|jobber|studerer)/u)?.[0];
      const found = self ? read(sentence, self) : null;
      if (found) return found;
    }
  }
  return null;
};

/** "Kari Nordmann, partner, Kvartil": behind a comma in the person's own cell of a table. */
const cellPlace = (context: ReaderContext, mentions: readonly Mention[], people: readonly string[]): string | null => {
  for (const mention of mentions) {
    const block = context.sources[mention.source]?.document.blocks[mention.block];
    const cell = block?.kind === "table" ? block.rows.flat().find((one) => one.text.includes(mention.card.name ?? "\0"))?.text : undefined;
    const place = cell ? placeBeside(`${cell};`, mention.card.name ?? "", people) : null;
    if (place) return place;
  }
  return null;
};

/** "Name\nforsker II, Oslofjordforsk": in a signature, what stands behind the title on its line. */
const signedPlace = (mentions: readonly Mention[], people: readonly string[]): string | null => {
  for (const mention of mentions) {
    if (mention.kind !== "signature" && !mention.labels.some((label) => /hilsen|helsing|regards|sincerely|mvh/iu.test(label)) && !/hilsen|helsing|regards/iu.test(mention.card.near)) continue;
    const lines = mention.card.text.split("\n").map((line) => line.trim());
    const below = lines.findIndex((line, index) => index > 0 && isPost(line) && line.length < 60);
    const alone = lines[below + 1] ?? "";
    if (below > 0 && new RegExp(`^${PLACE}$`, "u").test(alone) && isPlace(alone) && !isSomebody(alone, people) && !isPost(alone)) return alone;
    for (const line of lines.slice(0, 4)) {
      const place = line.match(new RegExp(`^[^,|]*,\\s*${PLACE}$`, "u"))?.groups?.["place"];
      if (place && isPost(line.split(",")[0] ?? "") && isPlace(place) && !isSomebody(place, people)) return place;
    }
  }
  return null;
};

const isSomebody = (text: string, people: readonly string[]): boolean => people.some((name) => text.includes(name) || new RegExp(`(?<![\\p{L}-])${(name.split(" ").at(-1) ?? name).replace(/[.*+?^${}()|[\]\\]/gu, "")}(?![\\p{L}-])`, "u").test(ORGANISATION.test(text) ? "" : text) || (name.endsWith(` ${text}`) && !ORGANISATION.test(text)));
const isInitials = (text: string, name: string): boolean => /^\p{Lu}\p{L}{0,2}\p{Lu}{0,3}$/u.test(text) && text.toLowerCase() === name.split(/[ -]/u).map((word) => word[0] ?? "").join("").toLowerCase();

/** Said of all in the list: "alle ved X", "to personer ved X: ...", "Fra X deltar ...", "both X". */
const ALL_AT = new RegExp(`(?<!\\p{L})(?:[Aa]lle(?: (?:sammen|her|tre|fire|fem|to|deltakere|deltakerne))?|[Bb]egge|[Ss]amtlige|[Ss]amtlege|[Aa]ll(?: (?:of them|three|four|five|members|team members|participants|persons|project members))?|[Bb]oth(?: (?:of them))?|[Dd]e (?:to|tre|fire)|[Dd]isse|[Dd]esse|[Tt]ilsette|[Aa]nsatte|[Ee]mployees|staff|personer|persons|people|members of staff|researchers|teamet|team|kjerneteamet|gruppa|gruppen)(?: \\p{Ll}+){0,4}? (?:(?:ved|hos|hjå|fra|frå|på|i|at|from|by|of|with|in) )(?:the )?${PLACE}`, "u");
const ALL_ARE = new RegExp(`(?<!\\p{L})(?:[Aa]lle|[Bb]egge|[Ss]amtlige|[Bb]oth|[Aa]ll)(?: (?:er|are))? (?:the )?${PLACE}`, "u");
const FROM_FIRST = new RegExp(`(?:^|[.:] )(?:Følgende |Følgjande |The following |Within |Innen |Frå |Fra |From |Ved |Hos |At )(?:fra |frå |from |ved |at )?(?:the )?(?:\\p{Ll}+ \\()?${PLACE}`, "u");
/** "A og B, begge ved X, samt C": X is not C's. */
const saidOfOthers = (place: string, text: string, name: string): boolean => {
  for (const pattern of [ALL_AT, ALL_ARE]) {
    const match = text.match(pattern);
    const end = (match?.index ?? 0) + (match?.[0].length ?? 0);
    if (match && /begge|both/iu.test(match[0]) && match.groups?.["place"]?.includes(place) && text.indexOf(name) > end && !/[:\n]/u.test(text.slice(end, text.indexOf(name))) && !text.slice(text.indexOf(name)).includes(place)) return true;
  }
  return false;
};
const sharedPlace = (text: string, controller: string | null, name: string | null = null, people: readonly string[] = []): string | null => {
  for (const pattern of [ALL_AT, ALL_ARE, FROM_FIRST]) {
    const match = text.match(pattern);
    // "A and B, both at X, and C": C is not at X by that.
    const at = match?.index ?? 0;
    const gap = name && text.indexOf(name) > at ? text.slice(at + (match?.[0].length ?? 0), text.indexOf(name)) : "";
    if (match && name && text.includes(name) && text.indexOf(name) > at && pattern !== FROM_FIRST && !/[:\n]|namely|nemleg|i\.e\.|dvs/u.test(gap)) continue;
    if (match && name && text.includes(name) && text.indexOf(name) < at && /begge|both/iu.test(match[0]) && people.filter((one) => one !== name && text.indexOf(one) > text.indexOf(name) && text.indexOf(one) < at).length > 1) continue;
    const place = match?.groups?.["place"];
    if (place && isPlace(place) && !/^(?:UDI|SSB|TSD)$/u.test(place) && (!/ (?:i|in|of) /u.test(match[0].slice(0, -place.length).slice(-6)) || ORGANISATION.test(place) || place.split(" ").length > 1)) return place;
  }
  return controller && new RegExp(`(?:alle|begge|all|both|samtlige|oss)[^.;]{0,50}${HERE.source}`, "iu").test(text) ? controller : null;
};

/** "Begge er ansatt ved X": in the sentences right behind the list. */
const placeSaidLater = (context: ReaderContext, naming: Naming, controller: string | null, people: readonly string[]): string | null => {
  const blocks = context.sources[naming.source]?.document.blocks ?? [];
  const text = blocks.slice(Math.max(0, naming.block - 1), naming.block + 3).filter((block) => block.kind !== "heading" && block.kind !== "table").map((block) => block.text.replace(/\n/gu, " ")).join("\n");
  for (const sentence of text.split(/(?<=[.!?])\s+(?=\p{Lu})|\n/u)) if (/(?<!\p{L})(?:alle|begge|samtlige|both|all|de er|they are|alle tre)(?!\p{L})/iu.test(sentence) && /(?:ved|hos|at|by|i|from|fra|frå|tilsett|ansatt|employed|arbeid|jobb|work)/iu.test(sentence)) {
    const place = sharedPlace(sentence, controller, nameParts(naming.person.name).name, people);
    if (place) return place;
  }
  return null;
};

const DEFAULT = new RegExp(`(?:(?:alle|samtlige|all)(?: \\p{Ll}+){0,3} (?:er|are|is)(?: \\p{Ll}+){0,2} (?:ved|at|hos|i|by|in|fra|from) (?:the )?${PLACE}[^.]{0,60}(?:unless|dersom|med mindre|hvis ikke|om ikkje|om ikke|except|unntatt|unnateke)|(?:der|hvis|dersom|når|where|if|unless|om) (?:annet|anna|ingen|ikke|ikkje|no|not|nothing|otherwise)[^.]{0,60} (?:ved|at|hos|i|by|in|fra|from) (?:the )?(?<other>\\p{Lu}[^,.;:()]{1,60}))`, "u");
/** "Der annet ikke står, er de ansatt ved X": said of everybody anywhere in the message. */
const defaultPlace = (context: ReaderContext, controller: string | null): string | null => {
  for (const [index, source] of context.sources.entries()) {
    if (isCvOnly(source) || source.ignored) continue;
    for (const block of context.sources[index]?.document.blocks ?? []) {
      if (block.kind === "table" || block.origin === "quoted" || block.text.length > 2000) continue;
      const match = block.text.match(new RegExp(DEFAULT.source, "iu"));
      const place = match?.groups?.["place"] ?? match?.groups?.["other"];
      if (place && /^\p{Lu}/u.test(place) && (ORGANISATION.test(place) || (controller && sameInstitution(place, controller)))) return place.trim();
    }
  }
  return null;
};
