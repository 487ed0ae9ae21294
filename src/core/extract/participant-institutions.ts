/** The institution of a participant: in the list, said of all in it, or elsewhere in the message. */
import { evidenceOf, type Mention, type Person, valuesOf } from "../people/directory.ts";
import { ORGANISATION } from "../people/words.ts";
import { isCvOnly, type ReaderContext } from "./context.ts";
import { elsewhere, type Naming, ownWords, type Sourced, usable } from "./participant-naming.ts";
import {
  frontPlace,
  HERE,
  isInitials,
  isPlace,
  isSomebody,
  joinedPlace,
  PLACE,
  placeBeside,
  saidOfOthers,
  sharedPlace,
} from "./participant-places.ts";
import { isPost, nameParts } from "./participant-titles.ts";
import { sameInstitution } from "../people/institution.ts";

const PART_OF =
  /^(?:\p{L}+ )?(?:institutt|instituttet|department|dept|avdeling|avdelinga|seksjon|fakultet|faculty|school of|section|divisjon|division|lehrstuhl|medisinsk avdeling|sociologiska institutionen)(?!\p{L})|(?:institutt|institutet|institutionen|avdeling|seksjon)$/iu;
const SAME_PLACE =
  /(?<!\p{L})(?:samm?e (?:\p{L}*(?:sted|stad|institusjon|institutt|stiftelse|stifting|senter|sentre|universitet|høgskule|høgskole|høyskole|kommune|avdeling|arbeidsgiver|arbeidsgjevar|plass|hus)(?:et|en|a)?)|(?:the )?same (?:place|institution|institute|centre|center|school|college|museum|company|university|affiliation|department|employer)|likewise|ibid|også der|sammesteds)(?!\p{L})/iu;

/** The institution, where one is given for the person, for all in the list, or for everybody in the project. */
export const institutionOf = (
  context: ReaderContext,
  naming: Naming,
  all: readonly Naming[],
  leader: Person | null,
  controller: string | null,
): Sourced | null => {
  const mentions = usable(context, naming);
  const people = all.map((one) => one.person.name);
  const values = valuesOf(mentions, "institutions").filter(
    ({ value }) =>
      isPlace(value) &&
      !isInitials(value, naming.person.name) &&
      !isSomebody(value, people) &&
      !saidOfOthers(value, naming.text, nameParts(naming.person.name).name),
  );
  const like = values.find(({ value }) => controller !== null && sameInstitution(value, controller) && !PART_OF.test(value));
  const whole = values.find(
    ({ value, mention }) =>
      !PART_OF.test(value) &&
      (mention.source === naming.source || !values.some((one) => !PART_OF.test(one.value) && one.mention.source === naming.source)),
  );
  const best = whole ?? like;
  if (best) return { value: best.value, evidence: evidenceOf(context.directory, best.mention, best.value, "institution") };
  const from = (value: string): Sourced => ({
    value,
    evidence: mentions[0] ? evidenceOf(context.directory, mentions[0], value, "institution") : null,
  });
  const own = nameParts(naming.person.name).name;
  const shared =
    placeBeside(naming.text, own, people) ??
    frontPlace(naming.text, own) ??
    joinedPlace(naming, all) ??
    sharedPlace(naming.text, controller, own, people) ??
    placeSaidLater(context, naming, controller, people) ??
    elsewhere(context, naming, (text, short) => placeBeside(text, short, people)) ??
    ownWords(context, naming, (text, self) => placeBeside(text, self, people)) ??
    signedPlace(mentions, people) ??
    cellPlace(context, mentions, people);
  if (shared) return from(shared);
  const part = values[0];
  if (part)
    return {
      value: controller && naming.person === leader ? controller : part.value,
      evidence: evidenceOf(context.directory, part.mention, part.value, "institution"),
    };
  const near = mentions.find((mention) => mention.kind !== "sender" && SAME_PLACE.test(mention.card.near));
  if (near || SAME_PLACE.test(around(naming.text, naming.person.name))) {
    const index = all.indexOf(naming);
    const other = all
      .slice(0, index)
      .toReversed()
      .map((one) => institutionOf(context, one, all, leader, controller))
      .find((one) => one !== null);
    if (other) return other;
    if (controller) return from(controller);
  }
  const headed = groupPlace(context, naming);
  if (headed) return from(headed);
  if (controller && mentions.some((mention) => HERE.test(mention.card.near))) return from(controller);
  // "Hos oss", "at the institute": where the one named first is, if nothing else tells.
  if (!controller && naming !== all[0] && all[0] && HERE_BARE.test(around(naming.text, own).slice(0, 90))) {
    const first = institutionOf(context, all[0], all, leader, controller);
    if (first) return first;
  }
  const everyone = defaultPlace(context, controller);
  if (everyone) return { value: everyone, evidence: null };
  // The project leader's own institution: the controller in whose name the leader writes.
  if (
    controller &&
    naming.person === leader &&
    mentions.some((mention) => mention.card.emails.length > 0 || mention.kind === "signature" || mention.kind === "sender")
  )
    return { value: controller, evidence: null };
  if (
    controller &&
    mentions.some(
      (mention) =>
        mention.card.near.length < 200 &&
        mention.card.near.toLowerCase().includes(controller.toLowerCase()) &&
        sameInstitution(mention.card.near, controller),
    )
  )
    return { value: controller, evidence: null };
  return null;
};

const NO_GROUP =
  /(?<!\p{L})(?:\p{L}*prosjekt\p{L}*|project\p{L}*|team|group|gruppe\p{L}*|gruppa|\p{L}*delt[ae]k\p{L}*|participants?|members?|medlem\p{L}*|data|personer|persons|people|forskere|forskarar|researchers|organisering|organisation|council|board|network|avdeling\p{L}*|seksjon\p{L}*|enhet\p{L}*)(?!\p{L})/iu;

const HERE_BARE =
  /(?:hos oss|hjå oss|at the (?:institute|university|centre|college)|ved (?:instituttet|universitetet|senteret|høgskolen|høgskulen|stiftelsen))(?! (?:i|in|of|for|på)(?!\p{L}))/u;

/** "Isfjord University:" over a list of names: the heading or line nearest above that is an institution and nobody's name. */
const groupPlace = (context: ReaderContext, naming: Naming): string | null => {
  const blocks = context.sources[naming.source]?.document.blocks ?? [];
  const own = blocks.findIndex((block, index) => index >= naming.block && block.text.includes(naming.person.name));
  for (let at = (own < 0 ? naming.block : own) - 1; at >= Math.max(0, naming.block - 8); at -= 1) {
    const block = blocks[at];
    if (!block || block.kind === "table") return null;
    const line = block.text.trim();
    const isLead = block.kind === "heading" || /:$/u.test(line);
    if (isLead) {
      const place = line.replace(/:$/u, "");
      return line.length < 90 &&
        ORGANISATION.test(place) &&
        isPlace(place) &&
        !NO_GROUP.test(place) &&
        !/[.!?]\s|(?<!\p{L})(?:har|have|skal|will|får|tilgang|access)(?!\p{L})/iu.test(place)
        ? place
        : null;
    }
  }
  return null;
};

/** The stretch about one name, up to the next semicolon or sentence. */
const around = (text: string, name: string): string => {
  const at = text.indexOf(name);
  return at < 0 ? "" : (text.slice(at).split(/[;.\n]/u)[0] ?? "");
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
    if (
      mention.kind !== "signature" &&
      !mention.labels.some((label) => /hilsen|helsing|regards|sincerely|mvh/iu.test(label)) &&
      !/hilsen|helsing|regards/iu.test(mention.card.near)
    )
      continue;
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

/** "Begge er ansatt ved X": in the sentences right behind the list. */
const placeSaidLater = (context: ReaderContext, naming: Naming, controller: string | null, people: readonly string[]): string | null => {
  const blocks = context.sources[naming.source]?.document.blocks ?? [];
  const text = blocks
    .slice(Math.max(0, naming.block - 1), naming.block + 3)
    .filter((block) => block.kind !== "heading" && block.kind !== "table")
    .map((block) => block.text.replace(/\n/gu, " "))
    .join("\n");
  for (const sentence of text.split(/(?<=[.!?])\s+(?=\p{Lu})|\n/u))
    if (
      /(?<!\p{L})(?:alle|begge|samtlige|both|all|de er|they are|alle tre)(?!\p{L})/iu.test(sentence) &&
      /(?:ved|hos|at|by|i|from|fra|frå|tilsett|ansatt|employed|arbeid|jobb|work)/iu.test(sentence)
    ) {
      const place = sharedPlace(sentence, controller, nameParts(naming.person.name).name, people);
      if (place) return place;
    }
  return null;
};

const DEFAULT = new RegExp(
  `(?:(?:alle|samtlige|all)(?: \\p{Ll}+){0,3} (?:er|are|is)(?: \\p{Ll}+){0,2} (?:ved|at|hos|i|by|in|fra|from) (?:the )?${PLACE}[^.]{0,60}(?:unless|dersom|med mindre|hvis ikke|om ikkje|om ikke|except|unntatt|unnateke)|(?:der|hvis|dersom|når|where|if|unless|om) (?:annet|anna|ingen|ikke|ikkje|no|not|nothing|otherwise)[^.]{0,60} (?:ved|at|hos|i|by|in|fra|from) (?:the )?(?<other>\\p{Lu}[^,.;:()]{1,60}))`,
  "u",
);
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
