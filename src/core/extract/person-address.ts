/** Addresses that a message gives a person without writing them beside the name: the same as another's, everybody's, the institution's. */
import { findRole, OUTSIDER } from "../people/role.ts";
import type { Mention } from "../people/directory.ts";
import { institutionWords, sameInstitution } from "../people/institution.ts";
import { findAddresses } from "../people/contact.ts";
import { isCvOnly, type ReaderContext } from "./context.ts";

/** An address that stands elsewhere, with the reason why it is this person's. */
export type SharedAddress = { readonly text: string; readonly mention: Mention; readonly because: string };

const SAME_ADDRESS =
  /(?<!\p{L})(?:(?:post|besøks|kontor)?-?(?:adressen|adresse|adressa|address|adr\.?)\s*:?\s*(?:\p{L}+ ){0,2}(?:som|as)(?: for| til| i| in)?(?: the| den)? (?:ovanfor|over|ovenfor|nemnt|nevnt|above|letterhead|brevhodet|brevhovudet|brevhovud|rector|rektor|leder|leiar|prosjekt|project|direktør|director|institu|head)\p{L}*|(?:adressen|adressa|address) (?:i|på|in|on) (?:the )?(?:brevhode|brevhovud|letterhead)\p{L}*|(?:samme|same) (?:post|besøks|kontor|arbeids|tenest|tjeneste)-?adresse|(?:samme|same|sama) (?:adresse|adressa|address|stad|sted som)|(?:samme|same|sama) (?:\p{L}+ ){0,2}(?:\p{L}{0,4}hus|huset|bygg|bygget|bygning|bygningen|bygningen|building|street|street address)|at the same (?:postal |office )?address|same adresse|samme (?:post|besøks)?-?adresse|same (?:postal |office )?address|same adresse|den samme som (?:min|over)|adresse som (?:over|ovenfor|prosjektleder|institusjon)|address as (?:above|the project|the institution))(?!\p{L})/iu;

/** "Same address" beside the person: the address given nearest before. */
export const addressSaidToBeSame = (context: ReaderContext, mentions: readonly Mention[]): SharedAddress | null => {
  for (const mention of mentions) {
    if (!SAME_ADDRESS.test(`${mention.card.text} ${mention.card.near}`)) continue;
    const all = [...context.directory.persons.flatMap((person) => person.mentions), ...context.directory.nameless];
    const other =
      all
        .filter((one) => one.source === mention.source && one.card.addresses.length > 0)
        .toSorted((a, b) => Math.abs(a.block - mention.block) - Math.abs(b.block - mention.block))[0] ??
      all.find((one) => one.card.addresses.length > 0);
    const text = other?.card.addresses[0];
    if (other && text) return { text, mention: other, because: "said to be the same address" };
  }
  const all = [...context.directory.persons.flatMap((person) => person.mentions), ...context.directory.nameless];
  for (const mention of all) {
    if (isCvOnly(context.sources[mention.source])) continue;
    const address = mention.card.addresses[0];
    if (address && FOR_ALL.test(`${mention.labels.join(" ")} ${saidAround(context, mention, address)}`))
      return { text: address, mention, because: "said to be everybody's address" };
  }
  return null;
};

/** The sentences in which a mention gives its address; a table's cells as they stand. */
const saidAround = (context: ReaderContext, mention: Mention, address: string): string => {
  const blocks = context.sources[mention.source]?.document.blocks ?? [];
  const first = address.split(",")[0] ?? address;
  const block = blocks.slice(Math.max(0, mention.block), mention.block + 15).find((one) => one.text.includes(first));
  if (!block || block.kind === "table") return mention.card.text;
  const at = block.text.indexOf(first);
  const before =
    block.text
      .slice(0, at)
      .split(/(?<=[.!?])\s+(?=\p{Lu})|\n/u)
      .at(-1) ?? "";
  return `${before}${block.text.slice(at).split(/(?<=\p{L}{2}[.!?])\s+(?=\p{Lu})|\n\n/u)[0] ?? ""}`;
};

const FOR_ALL =
  /(?<!\p{L})(?:(?:begge|both|de to|oss to|oss begge|dei to|alle (?:to|tre|fire|fem)|all (?:two|three|four|five)|we (?:two|three|four))(?: (?:har|have|kan|can|sitter|sit|held til|holder til|er|are|may|nås|treffes))?(?: \p{L}+){0,6} (?:adresse|adressa|address|post|kontor|office|mail|reached)\p{L}*|(?:\p{L}*adresse\p{L}*|\p{L}*adressa|address|post|brev|letters|mail)(?: \p{L}+){0,2} (?:for|til|to|of) (?:begge|both|alle|all|oss|us|dei|de to|dei to|samtlige|everybody|everyone)|både [^.;]{3,120} (?:har|have) (?:post|besøks|kontor)?-?adresse|both [^.;]{3,120} and [^.;]{2,80} (?:have|use|share|can be reached)|alle (?:ansatte|tilsette|i prosjektet|deltakerne|personene|har|kan)(?: \p{L}+){0,5} (?:post|besøks|kontor)?-?adress\p{L}*|felles (?:kontakt|post|adress|kontor)\p{L}*|(?:shared|common|joint) (?:postal |office |visiting )?address|(?:vår|our|instituttets|institusjonens|instituttet sin|the institute's|senterets|stiftelsens|kommunens) (?:felles |postal |office )?(?:post|besøks|kontor)?-?(?:adresse|address)|for oss alle|for oss begge|for oss to|for (?:her|him|henne|ham|han) (?:and for |and |og )(?:me|meg)|for both(?: of us)?|for alle (?:tre|fire|to|personene|i prosjektet)?|felles (?:post|besøks|kontor)?adresse|all (?:two|three|four) persons|for all of (?:us|them)|same for all|(?:gjelder|gjeld|applies to) (?:for )?(?:alle|begge|both|all)|\p{L}*(?:adresse|address) ?\((?:alle|begge|all|both)(?: [^()]{0,30})?\)|alle (?:tre|fire|personene) (?:over|ovenfor))(?!\p{L})/iu;

/** An address given with the institution itself: under its label, in a letterhead, or in a line with its name and nobody's. */
export const institutionAddress = (context: ReaderContext, controller: string): SharedAddress | null => {
  const item = context.catalogue.items.find((one) => one.kind === "organisation");
  for (const mention of context.directory.nameless) {
    const text = mention.card.addresses[0];
    if (!text || isCvOnly(context.sources[mention.source])) continue;
    const block = context.sources[mention.source]?.document.blocks[mention.block];
    const labels = [...mention.labels, ...mention.headings.slice(0, 1)];
    if (labels.some((label) => OUTSIDER.test(label) || findRole("leader", label) || findRole("contact", label))) continue;
    if (item && labels.some((label) => context.cues.match(label).some((match) => match.item === item && match.weight >= 0.6)))
      return { text, mention, because: "the institution's address under its label" };
    if (mention.headings[0] && mention.headings[0].length < 90 && sameInstitution(mention.headings[0], controller))
      return { text, mention, because: "the letterhead's address" };
    if (
      mention.card.institutions.some((institution) => sameInstitution(institution, controller)) ||
      sameInstitution(firstLine(mention.card.text), controller)
    )
      return { text, mention, because: "the institution's address beside its name" };
    if (block && (block.origin === "header" || block.origin === "footer")) return { text, mention, because: "the letterhead's address" };
  }
  return addressAfterName(context, controller);
};

/** "Stiftelsen Lanterna, Nytorget 9, 4013 Stavanger": an address right behind the institution's own name, in a sentence or a signature. */
const addressAfterName = (context: ReaderContext, controller: string): SharedAddress | null => {
  const allowed = new Set(institutionWords(controller));
  const isController = (name: string): boolean => {
    const words = institutionWords(name);
    return (
      words.length > 0 &&
      sameInstitution(name, controller) &&
      words.every((word) => allowed.has(word) || /^(?:\p{Lu}|norge|norges|norway)/u.test(word) || word.length <= 5)
    );
  };
  for (const [source, one] of context.sources.entries()) {
    if (isCvOnly(one) || one.ignored) continue;
    for (const block of one.document.blocks) {
      if (block.kind === "table" || block.origin === "quoted") continue;
      const text = block.text.replace(/\n/g, ", ");
      for (const { text: address } of findAddresses(block.text)) {
        const own = address.split(",")[0] ?? "";
        const before = text
          .slice(Math.max(0, text.indexOf(own) - 160), Math.max(0, text.indexOf(own)))
          .split(/[,|(]|(?<=\p{L}{3})[.:;]\s/u)
          .map((part) => part.replace(CONTROLLER_IS, "").trim())
          .filter(Boolean)
          .at(-1);
        if (!isController(before ?? "") && !isController(own)) continue;
        const card = { name: null, titles: [], institutions: [], phones: [], emails: [], addresses: [address], text: block.text, near: "" };
        const mention = { card, source, block: block.index, labels: [], headings: [], columns: [], kind: "prose" as const };
        return { text: address, mention, because: "an address right behind the institution's name" };
      }
    }
  }
  return null;
};

/** "Behandlingsansvarlig er X, Gata 1": what a sentence says before the institution's name. */
const CONTROLLER_IS = /^.{0,80}(?<!\p{L})(?:er|is|hos|ved|at|frå|fra|og)\s+(?:the )?(?=\p{Lu})/u;

const firstLine = (text: string): string => text.split("\n")[0]?.split(",")[0] ?? text;
