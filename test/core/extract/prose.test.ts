/** What answers a prose item and what does not, with the weights as they are shipped. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Finding } from "#core/assessment.ts";
import type { Block, Document } from "#core/document.ts";
import type { ReaderContext } from "#core/extract/context.ts";
import { cueMatcher } from "#core/extract/cues.ts";
import { passagesOf } from "#core/extract/passages.ts";
import { placePassages } from "#core/extract/place.ts";
import { preparePassages, readProse } from "#core/extract/prose.ts";
import type { ProseModel } from "#core/prose/model.ts";
import { blocksFromText } from "#edges/read/text-blocks.ts";
import { loadAgency } from "#edges/settings/agency.ts";

const { catalogue } = loadAgency("config/agencies/udi");
const cues = cueMatcher(catalogue);
const model = JSON.parse(readFileSync("config/reader/prose-model.json", "utf8")) as ProseModel;

const contextOf = (text: string): ReaderContext => {
  const document = {
    name: "beskrivelse.docx",
    blocks: blocksFromText(text).map((draft, index) => ({ ...draft, index, origin: "own" }) as Block),
  } as unknown as Document;
  const sources = [{ document, roles: ["project_description" as const] }];
  return { catalogue, cues, sources, placed: placePassages(passagesOf(sources), cues, catalogue), model } as unknown as ReaderContext;
};
const read = (number: number, text: string): Finding => {
  const item = catalogue.items.find((one) => one.number === number);
  if (!item) throw new Error(`no item ${number}`);
  const context = contextOf(text);
  return readProse(context, item, preparePassages(context));
};
const parts = (number: number, text: string): string[] => read(number, text).answered.map((one) => one.part);

describe("linkage", () => {
  it("needs somebody who links and somebody who keeps the key", () => {
    expect(parts(15, "## Kobling\n\nOpplysningene skal kobles til inntektsdata fra SSB. Koblingsnøkkelen oppbevares adskilt fra dataene.")).toEqual([
      "other_data",
    ]);
    expect(
      parts(15, "## Kobling\n\nOpplysningene skal kobles til inntektsdata fra SSB. SSB utfører koblingen. Koblingsnøkkelen oppbevares av Sikt."),
    ).toEqual(["other_data", "linker", "key_holder"]);
  });
  it("is answered whole where there is none", () =>
    expect(parts(15, "## Kobling til andre opplysninger\n\nOpplysningene skal ikke kobles til andre registre.")).toHaveLength(3));
});

describe("variables", () => {
  it("are proved by the columns of a table", () => {
    const table =
      "| Variabel | Detaljnivå | Begrunnelse |\n| --- | --- | --- |\n| Vedtaksdato | måned | måler ventetid |\n| Statsborgerskap | land | ulike regler |";
    expect(parts(8, table)).toEqual(expect.arrayContaining(["variables", "justification", "detail_level"]));
  });
  it("lack the reason that most rows leave open", () => {
    const table =
      "| Variabel | Detaljnivå | Begrunnelse |\n| --- | --- | --- |\n| Vedtaksdato | måned | |\n| Statsborgerskap | land | |\n| Kjønn | to verdier | |";
    expect(parts(8, table)).not.toContain("justification");
  });
});

describe("no answer", () => {
  it.each([
    [14, "## Lagring\n\nBeskriv hvor og hvordan opplysningene skal lagres."],
    [14, "## Lagring\n\nSe vedlegg 3."],
    [14, "## Lagring\n\nHvor opplysningene lagres, ettersendes når avtalen er klar."],
    [16, "## Forhåndsdrøfting med Datatilsynet\n\nEr prosjektet forhåndsdrøftet med Datatilsynet på grunn av høy risiko, jf. GDPR art. 36?"],
    [11, "Begrunnelsen er beskrevet i prosjektbeskrivelsen."],
  ])("to item %i: %s", (number, text) => expect(parts(number, text)).toEqual([]));
});

it("quotes what stands in the document", () => {
  const text = "## Forhåndsdrøfting med Datatilsynet\n\nNei, prosjektet er ikke forhåndsdrøftet med Datatilsynet.";
  const evidence = read(16, text).answered[0]?.evidence[0];
  expect(evidence && text.includes(evidence.quote)).toBe(true);
});

it("takes time in line with the length of the text", () => {
  const sentence = "Opplysningene lagres på en kryptert server ved universitetet, og bare prosjektlederen har tilgang med tofaktor. ";
  const time = (copies: number): number => {
    const begun = performance.now();
    read(14, `## Lagring\n\n${sentence.repeat(copies)}`);
    return performance.now() - begun;
  };
  time(50);
  expect(time(800)).toBeLessThan(Math.max(800, 20 * time(100)));
});
