/** The project's name at the top of documents: first headings with their subtitle, and names that stand on a line of their own. */
import type { Block, Document } from "../document.ts";
import { findNames } from "../people/names.ts";
import type { Source } from "./passages.ts";
import { isAsking } from "./title-prose.ts";
import {
  AFTER_DOCUMENT,
  BEFORE_DOCUMENT,
  cleanTitle,
  DOCUMENT_START,
  isInstitutionOnly,
  isSectionHeading,
  type Support,
  whyNoTitle,
} from "./title-words.ts";

/** A stretch that may be the title: `raw` to clean, `quote` verbatim from the block. */
export type Head = {
  readonly raw: string;
  readonly quote: string;
  readonly block: number;
  readonly because: string;
  readonly strength: number;
  readonly support: Support;
};

/** How much the first heading of a document is worth, by what the document is; 0 where it is not read. */
const worthOf = (source: Source): number => {
  if (source.roles.includes("project_description")) return 0.86;
  if (source.roles.includes("dpia")) return 0.72;
  return source.roles.every((role) => role === "other") ? 0.6 : 0;
};

/** The first lines of a project description or assessment: the title, with its subtitle on the next line. */
export const firstHeadings = (source: Source, asLabel: (line: string) => boolean): Head[] => {
  if (source.document.name === "body" || source.roles.includes("cv") || source.roles.includes("variables")) return [];
  const out: Head[] = [];
  const description = source.roles.includes("project_description");
  const worth = worthOf(source);
  const blocks = source.document.blocks.filter((block) => block.origin === "own");
  const top = blocks.slice(0, description ? 5 : 4);
  const headed = top.some((block) => block.kind === "heading" && !block.number && !isSectionHeading(block.text));
  for (const [at, block] of top.entries()) {
    if (block.kind === "table" || block.kind === "field" || block.kind === "choice") continue;
    if (block.kind === "list_item" || (block.kind === "heading" && block.number)) break;
    if (block.kind === "paragraph" && (headed || !description || blocks.length < 6)) continue;
    const line = block.text.split("\n")[0]?.trim() ?? "";
    if (asLabel(line) && !TWO_DOCUMENTS.test(line)) continue;
    const beside = line.match(TWO_DOCUMENTS)?.[1] ?? line.match(AFTER_DOCUMENT)?.groups?.["rest"] ?? line.match(BEFORE_DOCUMENT)?.groups?.["rest"];
    if (beside) {
      const fits = /^[\p{Lu}\d"«“]/u.test(beside) && !(worth === 0 && isAsking(beside));
      if (fits)
        out.push({
          raw: beside,
          quote: beside,
          block: block.index,
          because: "stands beside the kind of document in its first heading",
          strength: description ? 0.62 : 0.58,
          support: "named",
        });
      continue;
    }
    if (worth === 0 || DOCUMENT_START.test(line) || isInstitutionOnly(line)) continue;
    if (worth < 0.7 && (block.kind !== "heading" || block.level > 1 || at > 1)) continue;
    if (LETTERED_SECTION.test(line)) break;
    const below = subtitleOf(blocks, at, block);
    // The line below may be the first section: a title that does not bear it stands alone.
    const subtitle = below && (!description || !whyNoTitle(cleanTitle(`${line}. ${below}`), "named")) ? below : null;
    const raw = subtitle ? `${line}${/[?!:.–]$/.test(line) ? "" : "."} ${subtitle}` : line;
    if (whyNoTitle(cleanTitle(raw), subtitle ? "named" : "shape") && at < top.length - 1) continue;
    const strength = worth - (block.kind === "paragraph" ? 0.15 : 0);
    out.push({
      raw,
      quote: line,
      block: block.index,
      because: subtitle ? "first heading of the document with its subtitle" : "first heading of the document",
      strength,
      support: subtitle ? "named" : "shape",
    });
    break;
  }
  return out;
};

/** "Søknad med prosjektbeskrivelse: ...", one heading for two papers. */
const TWO_DOCUMENTS =
  /^(?:søknad|application|prosjektbeskrivelse|project description) (?:med|og|with|and) (?:søknad|prosjektbeskrivelse|prosjektskildring|project description|dpia)\s*[:–]\s+(.{8,160})$/iu;

/** A section counted by letters: "A Ansvar", "Section B. Method". */
const LETTERED_SECTION = /^(?:(?:section|seksjon|del|part|avsnitt)\s+[A-H](?![\p{L}\p{N}])|[A-H][.)]?\s+\p{Lu}\p{Ll})(?!.*[?–:])/u;

/** The line below the title, where it goes on with it. */
const subtitleOf = (blocks: readonly Block[], at: number, block: Block): string | null => {
  const lines = block.text.split("\n");
  const next = blocks[at + 1];
  const below = next && (next.kind === "heading" || next.kind === "paragraph") ? next.text.split("\n")[0] : undefined;
  const line = (lines[1] ?? below)?.trim();
  if (!line || line.length > 170 || /·|\|/.test(line)) return null;
  if (lines.length === 1 && next?.kind === "heading") {
    if (next.number || (block.kind === "heading" && next.level <= block.level)) return null;
    const same = blocks.slice(at + 2).filter((one) => one.kind === "heading" && one.level === next.level).length;
    const prose = blocks[at + 2];
    if (same >= 1 && prose?.kind === "paragraph" && prose.text.length > 250) return null;
  }
  const cleaned = cleanTitle(line);
  if ((/^[^:]{2,30}:\s/u.test(line) && !/[?]/.test(line)) || isSectionHeading(cleaned) || whyNoTitle(cleaned, "shape")) return null;
  // Place and month, or names with their workplace.
  if ((/(?<!\d)(?:19|20)\d\d$/.test(cleaned) && cleaned.split(/\s+/).length <= 4) || (findNames(cleaned).length > 0 && /,/.test(cleaned)))
    return null;
  if (/[:–]/.test(block.text) && next?.kind === "paragraph") return null;
  return cleaned;
};

const SPEAKS = /(?<![\p{L}])(?:(?:forsk(?:n)?ings|ph\.?d\.?-|doktorgrads|master)?prosjekt(?:et)?|studien|(?:research )?project|study)\s*:?\s*$/iu;

/** A heading or line on its own, right after "... til prosjektet". */
export const namesOnTheirOwn = (document: Document): Head[] =>
  document.blocks.flatMap((block, at): Head[] => {
    const before = document.blocks[at - 1];
    if (!before || block.origin === "quoted" || before.origin === "quoted" || block.text.length > 260) return [];
    if (!SPEAKS.test(before.text) || DOCUMENT_START.test(before.text) || before.text.length < 40) return [];
    const line = block.text.split("\n")[0] ?? "";
    return [
      {
        raw: line,
        quote: line,
        block: block.index,
        because: "stands on its own line after a sentence that speaks of the project",
        strength: 0.88,
        support: "named",
      },
    ];
  });

/** Headings anywhere that begin with a name found elsewhere and go on after a dash, colon or full stop. */
export const longerHeadings = (document: Document, title: string): Head[] =>
  document.blocks.flatMap((block): Head[] => {
    if (block.kind !== "heading" || block.origin === "quoted" || block.text.length > 240) return [];
    const text = block.text.trim();
    if (!text.toLowerCase().startsWith(title.toLowerCase()) || !/^\s*[:–.—-]\s+\p{L}/u.test(text.slice(title.length))) return [];
    const rest = text.slice(title.length).replace(/^[\s:–.—-]+/u, "");
    if (DOCUMENT_START.test(rest) || isAsking(rest) || isInstitutionOnly(rest) || rest.split(/\s+/).length < 3) return [];
    return [{ raw: text, quote: text, block: block.index, because: "a heading that gives the name in full", strength: 0.6, support: "named" }];
  });
