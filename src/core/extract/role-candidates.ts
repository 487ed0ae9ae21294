/** Who may be the head of the controller, the project leader or the contact: candidates with how strongly the message says so. */
import { type Mention, type Person, roleStrength } from "../people/directory.ts";
import { sameInstitution } from "../people/institution.ts";
import { findRole, OUTSIDER, type Role } from "../people/role.ts";
import { HEAD_TITLE } from "../people/words.ts";
import { isCvOnly, type ReaderContext } from "./context.ts";
import { numbersOf } from "./numbered-answers.ts";

/** A person with how strongly the message says that it is the one asked for. */
export type RoleCandidate = { readonly person: Person; readonly strength: number; readonly because: string; readonly mention: Mention };

/** "Jeg er ...", "Det er eg som står som ...", "I am the ..."; nothing but the copula stands between. */
const SELF_BEFORE =
  /(?<!\p{L})(?:jeg|eg|undertegnede|underteikna|underskrivne|i'm|i (?=am |will |shall |serve |act |myself |have )|the undersigned|meg)(?: (?:selv|sjølv|myself))?,?(?: (?:er|som er|som står|som stend|står|stend|vil være|skal være|vil vere|skal vere|blir|vert|am|will be|will act|shall be|serve|act|også|òg|and|og|som|as|både|both|den|det|the|samtidig|samtidig|in|vår|our|denne|this|faglig|søknadens|daglig|praktisk|main|also|today|forsker|professor|\p{L}+amanuensis)){0,6}[\s:,(]*$/iu;
/** "Prosjektleder er undertegnede", "Kontaktperson: meg". */
const SELF_AFTER =
  /^[\s:,]*(?:(?:er|is|blir|vert|vil være|will be|og|and) ){0,3}(?:undertegnede|underteikna|underskrivne|meg|eg|jeg|me|myself|the undersigned)(?!\p{L})/iu;
const SELF_AS = /(?<!\p{L})(?:meg|me)(?: \p{L}+){0,2} (?:som|as)\s*$/iu;
/** "Som prosjektleder søker jeg ...", "As project leader, I ...". */
const AS_ROLE = /(?:^|[\s,])(?:som|as|i rollen som|in my role as|i eigenskap av)(?: the| an?)?\s*$/iu;
const THEN_SELF =
  /^(?: for \p{L}+)?(?: i \p{L}+)?,?(?: (?!fordi|siden|da|når|mens|medan|hvis|om|because|as|while|when|if|so)\p{L}+)? (?:jeg|eg|I)(?!\p{L})/u;

/** Candidates for a role, strongest first. A CV names none but the project leader. */
export const candidatesFor = (context: ReaderContext, role: Role, controller: string | null): RoleCandidate[] => {
  const found: RoleCandidate[] = [];
  const number = context.catalogue.items.find((item) => item.kind === "person" && item.role === role)?.number;
  for (const person of context.directory.persons) {
    let best: RoleCandidate | null = null;
    for (const mention of person.mentions) {
      if (isCvOnly(context.sources[mention.source]) && mention.kind !== "sender") continue;
      // "Ad 3: ...", "4) ...": the number says what the person is.
      if (
        number !== undefined &&
        mention.block >= 0 &&
        (best?.strength ?? 0) < 0.88 &&
        numbersOf(context, mention.source, mention.block).includes(number)
      )
        best = { person, strength: 0.88, because: `answers number ${number}`, mention };
      const { strength, because } = role === "head" ? headStrength(context, mention, controller) : roleStrength(mention, role);
      if (strength > (best?.strength ?? 0)) best = { person, strength, because, mention };
    }
    if (best) found.push(best);
  }
  const self = firstPerson(context, role);
  if (self) {
    const known = found.find((candidate) => candidate.person === self.person);
    if (!known || known.strength < self.strength) found.push(self);
  }
  return found.toSorted((a, b) => b.strength - a.strength || b.person.mentions.length - a.person.mentions.length);
};

/** "I am the project leader": the sender, where the mail says so, or a letter's signer. */
const firstPerson = (context: ReaderContext, role: Role): RoleCandidate | null => {
  for (const { passage } of context.placed) {
    if (passage.kind === "row" || passage.kind === "cell" || isCvOnly(context.sources[passage.source])) continue;
    for (const sentence of passage.text.split(/(?<=[.!?])\s+|\n/u)) {
      const at = findRole(role, sentence);
      if (!at) continue;
      const before = sentence.slice(0, at.start);
      const after = sentence.slice(at.end);
      if (
        !SELF_BEFORE.test(before) &&
        !/(?<!\p{L})(?:jeg|eg|use me)(?!\p{L})/iu.test(sentence.slice(at.start, at.end)) &&
        !SELF_AFTER.test(after) &&
        !(AS_ROLE.test(before) && THEN_SELF.test(after)) &&
        !(role === "contact" && SELF_AS.test(before))
      )
        continue;
      if (role === "head") continue;
      const person = writerOf(context, passage.source);
      const mention = person?.mentions.find((one) => one.source === passage.source) ?? person?.mentions[0];
      if (person && mention) return { person, mention, strength: 0.9, because: `"${sentence.trim().slice(0, 90)}"` };
    }
  }
  return null;
};

/** Who writes a source in the first person: the mail's sender, the forwarded mail's sender, else who signs it. */
export const writerOf = (context: ReaderContext, source: number): Person | null => {
  const signed = context.directory.persons.find((person) =>
    person.mentions.some((mention) => mention.source === source && mention.kind === "signature"),
  );
  if (source === 0) {
    const sender = context.sender;
    const bySender = sender
      ? context.directory.persons.find((person) =>
          person.mentions.some(
            (mention) => mention.kind === "sender" || mention.card.emails.some((email) => email.toLowerCase() === sender.address.toLowerCase()),
          ),
        )
      : undefined;
    const forwarded = context.sources[0]?.document.blocks.some((block) => block.origin === "forwarded");
    return (forwarded ? signed : bySender) ?? bySender ?? signed ?? null;
  }
  if (signed) return signed;
  return writerOf(context, 0);
};

/** How strongly a mention says that the person heads the controller. */
const headStrength = (context: ReaderContext, mention: Mention, controller: string | null): { strength: number; because: string } => {
  const item = context.catalogue.items.find((one) => one.kind === "person" && one.role === "head");
  const labelled = item
    ? Math.max(0, ...mention.labels.map((label) => context.cues.match(label).find((match) => match.item === item)?.weight ?? 0))
    : 0;
  const headed = item
    ? Math.max(0, ...mention.headings.slice(0, 1).map((heading) => context.cues.match(heading).find((match) => match.item === item)?.weight ?? 0))
    : 0;
  const title = [...mention.card.titles, ...mention.labels.filter((label) => label.length < 50)].join(" | ");
  const isHeadTitle =
    new RegExp(HEAD_TITLE.source, "iu").test(title) &&
    !/(?:pro|vise|vice[- ]?)(?:rektor|rector|dekan|dean)|deputy|assistant director|assisterende|project director/iu.test(title);
  const near = mention.card.near;
  const outside =
    OUTSIDER.test(mention.labels.filter((label) => label !== "uten tilgang").join(" | ")) ||
    /(?<!\p{L})(?:udi|utlendingsdirektorat|ssb|statistisk sentralbyrå|sikt|fhi|datatilsynet)(?!\p{L})/iu.test(near);
  const place = mention.card.institutions.find(
    (institution) =>
      near.includes(institution) &&
      near.indexOf(institution) > near.indexOf(mention.card.name ?? "\0") &&
      !/^(?:the )?(?:executive |governing )?(?:board|office|styre)/iu.test(institution),
  );
  const elsewhere =
    controller !== null && place !== undefined && !mention.card.institutions.some((institution) => sameInstitution(institution, controller));
  const base = roleStrength(mention, "head");
  let strength = 0;
  let because = "";
  const consider = (value: number, reason: string) => {
    if (value > strength) {
      strength = value;
      because = reason;
    }
  };
  if (labelled >= 0.5) consider(0.97, `label "${(mention.labels[0] ?? "").slice(0, 60)}"`);
  if (headed >= 0.5 && !findRole("leader", near)) consider(0.9, `under heading "${(mention.headings[0] ?? "").slice(0, 60)}"`);
  if (TOPMOST.test(near) && !outside) consider(0.92, `"${near.match(TOPMOST)?.[0] ?? ""}" beside the name`);
  if (isHeadTitle && !outside)
    consider(
      PARTIAL_HEAD.test(`${title} ${near}`)
        ? 0.52
        : /rekt|rector|chancellor|president|präsident|administrerende|adm\.|managing|executive|daglig|dagleg|generalsek|secretary|ceo|chief|kommunedirektør|fylkes\p{L}*direktør|rådmann|director.general/iu.test(
              title,
            )
          ? 0.82
          : /direktør|director/iu.test(title)
            ? 0.78
            : 0.65,
      `title "${title.slice(0, 40)}"`,
    );
  else if (base.strength > 0 && !outside) consider(base.strength * 0.85, base.because);
  if (elsewhere && labelled < 0.5) strength *= 0.4;
  if (
    /^\W*(?:kopi|copy|cc)\W|(?<!\p{L})(?:without access|uten tilgang|utan tilgang|partner|samarbeidspartner|oppdragsgiver|tidligere|tidlegare|former|emeritus)(?!\p{L})/iu.test(
      near,
    ) &&
    labelled < 0.5
  )
    strength *= 0.5;
  if (findRole("leader", near.replace(NEXT_LABEL, "")) && labelled < 0.5) strength *= 0.6;
  return { strength, because };
};

/** A label at the end of what stands around a name is the next name's: "..., 0130 Oslo pl: ". */
const NEXT_LABEL = /[\s,;][\p{L}-]{2,24}(?: ?:| ?\.{3,})\s*$/u;

/** Said of the one on top: "øverste leder er direktør X", "the foundation is headed by". */
const TOPMOST =
  /(?<!\p{L})(?:øverste (?:leder|ansvarlige?)|øvste leiar|institusjonens leder|(?:universitetets|høgskolens|høgskulens|høyskolens|instituttets|senterets|museets|stiftelsens|kommunens|fylkeskommunens|føretakets|foretakets|virksomhetens|verksemdas|institusjonens|organisasjonens|selskapets)\s+(?:øverste )?(?:leder|leiar)|(?:is|are) headed by|heads the (?:institution|foundation|university|institute|centre|organi[sz]ation)|(?:ledes|leies|leiast|ledet|leidd) av (?:rektor|direktør|administrerende|generalsekretær|kommunedirektør|fylkes)|(?:institusjonen|virksomheten|verksemda|universitetet|stiftelsen|stiftinga|the (?:institution|university|foundation|institute)) (?:er |is |blir )?(?:representert|represented|ledes|leies|leia|headed|led)(?: av| ved| by)?)(?!\p{L})/iu;
/** Directors of a part of the institution. */
const PARTIAL_HEAD =
  /(?<!\p{L})(?:avdelings|fag|forsknings|forskings|klinikk|område|divisjons|assisterende |assistant |deputy |associate |programme |program |research |senter|økonomi|it-|administrasjons|kommunikasjons|regional|prosjekt)(?:direktør|director)|direktør for|director of (?!the (?:institute|centre|foundation|university|museum))|head of (?:department|section|unit|research)|vice-dean|visedekan|prodekan/iu;

/** Where nobody is called project leader: the CV's person, if the sender or a researcher named in the message. */
export const leaderWithoutWord = (context: ReaderContext): RoleCandidate | null => {
  const cvSources = context.sources.flatMap((source, index) => (isCvOnly(source) ? [index] : []));
  for (const source of cvSources) {
    const first = context.directory.persons
      .flatMap((person) => person.mentions.filter((mention) => mention.source === source).map((mention) => ({ person, mention })))
      .toSorted((a, b) => a.mention.block - b.mention.block)[0];
    if (first?.person.mentions.some((mention) => mention.source !== source)) return { ...first, strength: 0.6, because: "the CV is this person's" };
  }
  return null;
};
