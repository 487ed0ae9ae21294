/** Tables of participants: a row or a column a person, with who of them gets access. */
import type { Item } from "../catalogue.ts";
import type { Mention, Person } from "../people/directory.ts";
import { findRole, OUTSIDER } from "../people/role.ts";
import { isCvOnly, type ReaderContext } from "./context.ts";
import type { Statement } from "./participant-statements.ts";
import { ACCESS_LABEL, accessIn, APPLICATION, DENIED, SPEAKS_OF_ACCESS } from "./participant-words.ts";

/** Rows of those who head, look after or advise, in a table that lists everybody. */
const OTHER_ROW =
  /(?<!\p{L})(?:leder (?:for|av) (?:institusjon|behandlings)\p{L}*|leiar (?:for|av) (?:institusjon|behandlings)\p{L}*|rektor|rector|dekan|dean|vice-chancellor|head of|institusjonsleder|behandlingsansvarl[ie]g\p{L}*|controller|til orientering|for information|kopi|promotor)(?!\p{L})/iu;
const PLACE_COLUMN =
  /institus|affili|tilhør|tilknyt|instit|arbeidss?t|arbeidsgj?[ie]v|university|universit|organisa|employer|ansatt ved|virksomhet|verksemd/iu;
const TITLE_COLUMN = /tittel|title|stilling|position|grad/iu;
const ACCESS_COLUMN = /tilgang|tilgjenge|innsyn|access|får data|gets data|ser data|sees? (?:the )?data|works with|behandler/iu;
/** Tables that list persons as participants; label cells ("Tilgang | A, B") are read as text. */
export const tableStatements = (context: ReaderContext, item: Item): { statements: Statement[]; denied: ReadonlySet<Person> } => {
  const groups = new Map<string, { person: Person; mention: Mention }[]>();
  for (const person of context.directory.persons)
    for (const mention of person.mentions) {
      if (mention.kind !== "table" || mention.columns.length === 0 || isCvOnly(context.sources[mention.source])) continue;
      const key = `${mention.source}|${mention.block}|${mention.columns.join("|")}`;
      const list = groups.get(key) ?? [];
      if (!list.some((one) => one.person === person)) list.push({ person, mention });
      groups.set(key, list);
    }
  const statements: Statement[] = [];
  const denied = new Set<Person>();
  for (const rows of groups.values()) {
    const without = rows.filter(({ mention }) => hasNoAccess(mention));
    for (const { person } of without) denied.add(person);
    const allowed = rows.filter(({ mention }) => !hasNoAccess(mention) && !isOther(context, item, mention));
    // Where some rows say in words that they have access, those are the ones.
    const saying = allowed.filter(
      ({ mention }) => mention.labels.includes("med tilgang") || /tilgang|access|innsyn|tilgjenge/iu.test(mention.card.text),
    );
    const members = saying.length > 0 ? saying : allowed;
    const first = members[0]?.mention;
    if (!first) continue;
    const { strength, because } = strengthOf(
      context,
      item,
      members.map((one) => one.mention),
    );
    if (strength === 0) continue;
    statements.push({
      persons: members.map((one) => one.person),
      source: first.source,
      block: first.block,
      text: "",
      section: `${first.headings.toReversed().join(" / ")} / table ${first.block}`,
      strength: strength + Math.min(0.05, 0.015 * (members.length - 1)),
      exclusive: without.length > 0,
      outright: strength >= 0.8,
      because,
    });
  }
  return { statements, denied };
};

const hasNoAccess = (mention: Mention): boolean =>
  mention.labels.includes("uten tilgang") ||
  (!mention.labels.includes("med tilgang") && [...mention.labels, mention.card.text].some((text) => new RegExp(DENIED.source, "iu").test(text)));

const isOther = (context: ReaderContext, item: Item, mention: Mention): boolean => {
  if (mention.labels.includes("med tilgang")) return false;
  const labels = mention.labels.filter((label) => !context.cues.match(label).some((match) => match.item === item));
  return labels.some(
    (label) =>
      (OTHER_ROW.test(label) && !findRole("participant", label)) ||
      OUTSIDER.test(label.replace(/seksjonsleder|avdelingsleder|forskningsleder|arkivar|analyse\p{L}*/giu, "")),
  );
};

const strengthOf = (context: ReaderContext, item: Item, members: readonly Mention[]): { strength: number; because: string } => {
  const first = members[0] as Mention;
  const columns = first.columns.join(" | ");
  const labels = [...first.headings.slice(0, 2), ...members.flatMap((mention) => mention.labels), ...first.columns.slice(1)];
  const title = labels.find(
    (label) =>
      (context.cues.match(label).find((match) => match.item === item)?.weight ?? 0) >= 0.5 || (ACCESS_LABEL.test(label) && !APPLICATION.test(label)),
  );
  const weight = title ? Math.max(0.7, context.cues.match(title).find((match) => match.item === item)?.weight ?? 0) : 0;
  const around = textAround(context, first);
  const found: { strength: number; because: string }[] = [{ strength: 0, because: "" }];
  if (
    members.some((mention) => mention.labels.includes("med tilgang") || /tilgang til|access to/iu.test(mention.card.text)) ||
    first.columns.some((column) => ACCESS_COLUMN.test(column))
  )
    found.push({ strength: 0.88, because: "table with an access column" });
  if (around.before !== null) found.push({ strength: 0.88, because: `table after "${around.before.slice(0, 100)}"` });
  if (around.after !== null) found.push({ strength: 0.86, because: `table before "${around.after.slice(0, 100)}"` });
  if (title) found.push({ strength: (SPEAKS_OF_ACCESS.test(title) ? 0.62 : 0.5) + 0.3 * weight, because: `table under "${title.slice(0, 100)}"` });
  if (members.length >= 2 && PLACE_COLUMN.test(columns) && (TITLE_COLUMN.test(columns) || members.some((mention) => mention.card.titles.length > 0)))
    found.push({ strength: 0.71, because: "table of persons with institutions" });
  if (
    members.length >= 2 &&
    members.every((mention) => mention.card.titles.length > 0) &&
    members.some((mention) => mention.card.institutions.length > 0)
  )
    found.push({ strength: 0.69, because: "persons listed with titles and institutions" });
  return found.toSorted((a, b) => b.strength - a.strength)[0] as { strength: number; because: string };
};

/** A short sentence of access right before the table, or one right after it that speaks of the table. */
const textAround = (context: ReaderContext, mention: Mention): { before: string | null; after: string | null } => {
  const blocks = context.sources[mention.source]?.document.blocks ?? [];
  const before = blocks[mention.block - 1];
  const after = blocks[mention.block + 1];
  const last = before?.kind === "paragraph" || before?.kind === "list_item" ? (before.text.split(/(?<=[.!?])\s+(?=\p{Lu})|\n/u).at(-1) ?? "") : "";
  const next = after?.kind === "paragraph" ? (after.text.split(/(?<=[.!?])\s+(?=\p{Lu})/u)[0] ?? "") : "";
  return {
    before: last.length < 240 && accessIn(last) > 0 && (/:\s*$/u.test(last) || accessIn(last) === 1) ? last : null,
    after:
      accessIn(next) > 0 &&
      /(?<!\p{L})(?:tabell\p{L}*|table|alle|all|samtlige|begge|both|ovenfor|over|above|these|disse|desse|de (?:to|tre|fire|fem)|dei (?:to|tre|fire|fem))(?!\p{L})/iu.test(
        next,
      ) &&
      !/(?:har|have) (?:signert|signed)/iu.test(next)
        ? next
        : null,
  };
};
