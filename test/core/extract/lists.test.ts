/** Lists of variables or documents whose points are written alike are read as a table of name, detail and reason. */
import { describe, expect, it } from "vitest";
import type { Block, Document } from "#core/document.ts";
import { cueMatcher } from "#core/extract/cues.ts";
import { ownedLists } from "#core/extract/lists.ts";
import { passagesOf } from "#core/extract/passages.ts";
import { placePassages } from "#core/extract/place.ts";
import { blocksFromText } from "#edges/read/text-blocks.ts";
import { loadAgency } from "#edges/settings/agency.ts";

const { catalogue } = loadAgency("config/agencies/udi");
const cues = cueMatcher(catalogue);
const listsOf = (text: string) => {
  const blocks = blocksFromText(text).map((draft, index) => ({ ...draft, index, origin: "own" }) as Block);
  const document = { name: "plan.docx", blocks } as unknown as Document;
  return ownedLists(placePassages(passagesOf([{ document, roles: ["project_description"] }]), cues, catalogue), catalogue).map(
    ({ item, filled }) => ({
      item,
      filled: Object.fromEntries([...filled].map(([part, { share }]) => [part, Math.round(share * 100)])),
    }),
  );
};

describe("ownedLists", () => {
  it("finds reasons behind the colon and the level in brackets", () => {
    expect(
      listsOf(
        "## Variabler\n\n- vedtaksdato (måned): plasserer saken i tid\n- bostedskommune (kommunenummer): lokalt arbeidsmarked\n- statsborgerskap (land): ulike rekrutteringsveier",
      ),
    ).toEqual([{ item: "variables", filled: { justification: 100, detail_level: 100 } }]);
  });
  it("takes a level behind the colon for a level and for no reason", () => {
    expect(listsOf("## Variablar\n\n- fødselsår: heile år\n- vedtaksdato: månad og år\n- statsborgarskap: land")[0]?.filled).not.toHaveProperty(
      "justification",
    );
  });
  it("does not take a list of all points of an application for the list of one of them", () => {
    expect(
      listsOf(
        "- Prosjektets navn: Ventetid og arbeid\n- Prosjektleder: Kari Eik, professor\n- Variabler: vedtaksdato, kjønn og alder\n- Dokumenter: vi ber ikke om dokumenter\n- Start og slutt: fra 2027 til 2029",
      ),
    ).toEqual([]);
  });
  it("leaves lists of other things and lists of two points alone", () => {
    expect(listsOf("## Framdrift\n\n- vår: innhenting av data\n- sommer: analyse av data\n- høst: skriving av rapport")).toEqual([]);
    expect(listsOf("## Variabler\n\n- vedtaksdato (måned): plasserer saken i tid\n- kjønn: kontroll i modellene")).toEqual([]);
  });
});
