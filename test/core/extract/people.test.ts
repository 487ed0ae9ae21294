import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Participant } from "#core/assessment.ts";
import type { Block, Document } from "#core/document.ts";
import type { ReaderContext } from "#core/extract/context.ts";
import { cueMatcher } from "#core/extract/cues.ts";
import { readOrganisation } from "#core/extract/organisation.ts";
import { passagesOf, type Source } from "#core/extract/passages.ts";
import { readPeople } from "#core/extract/people.ts";
import { readPerson } from "#core/extract/person.ts";
import { placePassages } from "#core/extract/place.ts";
import { directoryOf } from "#core/people/directory.ts";
import type { DocumentRole } from "#core/roles.ts";
import { blocksFromText } from "#edges/read/text-blocks.ts";
import { loadAgency } from "#edges/settings/agency.ts";
import { PHRASINGS } from "./people-phrasings.ts";
import { sameInstitution, sameTitle } from "./phrase-context.ts";

const catalogue = loadAgency("config/agencies/udi").catalogue;
const cues = cueMatcher(catalogue);
const itemOf = (number: number) => catalogue.items.find((item) => item.number === number) ?? (catalogue.items[0] as (typeof catalogue.items)[number]);

const sourceOf = (text: string, role: DocumentRole = "project_description", origin: Block["origin"] = "own", name = "beskrivelse.txt"): Source => ({
  document: { name, blocks: blocksFromText(text).map((draft, index) => ({ ...draft, index, origin }) as Block) } as unknown as Document,
  roles: [role],
});

const readSources = (sources: readonly Source[], sender?: string) => {
  const from = sender ? { name: sender, address: "x@y.example" } : null;
  const context = {
    catalogue,
    cues,
    sources,
    placed: placePassages(passagesOf(sources), cues, catalogue),
    directory: directoryOf(sources, from),
    sender: from,
    subject: "",
    receivedAt: "2026-03-15",
  } as unknown as ReaderContext;
  const institution = readOrganisation(context, itemOf(2)).value?.["institution"];
  const controller = typeof institution === "string" ? institution : null;
  return readPeople(context, itemOf(6), readPerson(context, itemOf(4), controller, null).person, controller);
};
const read = (text: string, sender?: string) => readSources([sourceOf(text)], sender);

type Finding = ReturnType<typeof read>;
const partsOf = (finding: Finding): string => finding.answered.map(({ part }) => part[0]).join("");
const peopleOf = (finding: Finding): readonly Participant[] => (finding.value?.["participants"] as readonly Participant[] | undefined) ?? [];
const sameName = (gold: string, got: string): boolean => {
  const wanted = gold.replace(/^(\S+), (.*)$/u, "$2 $1").split(" ");
  return wanted.every((word) => got.includes(word)) || got.split(" ").every((word) => gold.includes(word));
};

type Phrase = { readonly text: string; readonly answers: readonly string[]; readonly value?: { readonly participants: readonly Participant[] } };
const phrases = (JSON.parse(readFileSync("fixtures/corpus/06.json", "utf8")) as { phrases: Phrase[] }).phrases;

describe("the phrases of the specification", () => {
  const results = phrases.map((phrase) => {
    const finding = read(phrase.text);
    const gold = phrase.value?.participants ?? [];
    const got = peopleOf(finding);
    return {
      phrase,
      parts: partsOf(finding) === phrase.answers.map((answer) => answer[0]).join(""),
      lacking: gold.filter((one) => !got.some((other) => sameName(one.name, other.name))).length,
      wanted: gold.length,
      extra: got.filter((one) => !gold.some((other) => sameName(other.name, one.name))).length,
    };
  });
  const sum = (of: (result: (typeof results)[number]) => number): number => results.reduce((total, result) => total + of(result), 0);

  it("are answered in the right parts in at least 92 of 100", () => {
    const wrong = results.filter((result) => !result.parts).map(({ phrase }) => phrase.text.slice(0, 160));
    expect(1 - wrong.length / results.length, wrong.join("\n")).toBeGreaterThanOrEqual(0.92);
  });
  it("give 97 of 100 participants and nearly nobody else", () => {
    const lacking = results
      .filter((one) => one.lacking > 0 || one.extra > 0)
      .map(({ phrase, lacking: count, extra }) => `${count} ${extra} ${phrase.text.slice(0, 120)}`);
    expect(1 - sum((one) => one.lacking) / sum((one) => one.wanted), lacking.join("\n")).toBeGreaterThanOrEqual(0.97);
    expect(sum((one) => one.extra)).toBeLessThanOrEqual(3);
  });
});

describe("other phrasings", () => {
  it.each(PHRASINGS)("$text", ({ text, parts, people, sender }) => {
    const finding = read(text, sender);
    expect(partsOf(finding)).toBe(parts);
    const got = peopleOf(finding);
    expect(got.map((one) => one.name).toSorted()).toEqual(people.map((one) => one.split(" / ")[0]).toSorted());
    for (const row of people) {
      const [name, title, institution] = row.split(" / ");
      const one = got.find((other) => other.name === name);
      expect(Boolean(one?.title), `title of ${name}`).toBe(Boolean(title));
      expect(Boolean(one?.institution), `institution of ${name}`).toBe(Boolean(institution));
      if (title)
        expect(
          sameTitle(title, one?.title ?? "") || (one?.title ?? "").includes(title) || title.includes(one?.title ?? ""),
          `${name}: ${one?.title}`,
        ).toBe(true);
      if (institution) expect(sameInstitution(institution, one?.institution ?? ""), `${name}: ${one?.institution}`).toBe(true);
    }
  });
});

describe("readPeople", () => {
  const list = "Tilgang til opplysningene: Kari Berg (professor, UiO), Per Lie (stipendiat) og Siv Moe (forsker, NIFU).";

  it("says who lacks what", () => {
    expect(read(list).lacking).toEqual({ title: [], institution: ["Per Lie"] });
  });
  it("finds what lacks elsewhere in the message, but not in a CV or an e-mail address", () => {
    const elsewhere = sourceOf("Per Lie, stipendiat, NTNU, per.lie@ntnu.example", "dpia", "own", "dpia.txt");
    expect(partsOf(readSources([sourceOf(list), elsewhere]))).toBe("pti");
    expect(partsOf(readSources([sourceOf(list), sourceOf("Per Lie, stipendiat, NTNU", "cv", "own", "cv.txt")]))).toBe("pt");
    expect(partsOf(readSources([sourceOf(`${list}\n\nper.lie@ntnu.example`)]))).toBe("pt");
  });
  it("reads no list in a CV or in quoted text", () => {
    expect(readSources([sourceOf(list, "cv")]).value).toBeNull();
    expect(readSources([sourceOf(list, "application", "quoted")]).value).toBeNull();
  });
  it("leaves out whom any place says has no access", () => {
    const other = sourceOf("Siv Moe skriver om presse og får ikke tilgang til opplysningene.", "dpia", "own", "dpia.txt");
    expect(peopleOf(readSources([sourceOf(list), other])).map((one) => one.name)).toEqual(["Kari Berg", "Per Lie"]);
  });
  it("quotes verbatim and says why", () => {
    const finding = read(list);
    for (const part of finding.answered) for (const evidence of part.evidence) expect(list).toContain(evidence.quote);
    expect(finding.trace.some((step) => step.verdict === "accepted" && step.because.length > 10)).toBe(true);
  });
  it("takes any text in little time", () => {
    const piece = fc.constantFrom(
      "Kari Berg",
      "Per Lie",
      " (professor, UiO)",
      ", ",
      "; ",
      " og ",
      " har tilgang",
      " ikke",
      "\n",
      "\n\n",
      "| ",
      "Navn ",
      "# ",
      "- ",
      "alle tre ",
      "begge ved ",
      "prosjektleder ",
      "jeg ",
      ": ",
      "NTNU",
      ". ",
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 120 }).map((parts) => parts.join("")),
        (text) => {
          const begun = performance.now();
          const finding = read(text);
          expect(finding.answered.length === 0).toBe(finding.value === null);
          expect(performance.now() - begun).toBeLessThan(2_000);
        },
      ),
      { numRuns: 100 },
    );
  });
  it.each(["Kari Berg ", "tilgang ", "ikke ", "begge ved X, ", "alle ved Universitetet i Vest ", "Aa Bb, Cc (dd, ", "har ikke tilgang. "])(
    "does not slow down on %j many times over",
    (part) => {
      const begun = performance.now();
      read(part.repeat(Math.ceil(20_000 / part.length)));
      expect(performance.now() - begun).toBeLessThan(4_000);
    },
  );
});
