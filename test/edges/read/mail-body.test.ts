import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bodyDocument, draftsFromPlainText, markOrigins } from "#edges/read/mail-body.ts";
import { outline } from "./fixture.ts";

const blocksOf = (text: string, subject = "SV: Søknad", inThread = true) => markOrigins(draftsFromPlainText(text), subject, inThread);
const lines = (text: string, subject?: string, inThread?: boolean): string[] =>
  outline(bodyDocument(blocksOf(text, subject, inThread), "text/plain", [], []));
/** Texts of one origin, joined. */
const from = (origin: string, text: string, subject?: string, inThread?: boolean): string =>
  blocksOf(text, subject, inThread)
    .filter((block) => block.origin === origin)
    .map((block) => block.text)
    .join("\n");

describe("draftsFromPlainText", () => {
  it("counts quote marks with and without spaces between", () => {
    expect(draftsFromPlainText("eget\n> ett\n>> to\n> > to til\n>>> tre").map(({ draft, depth }) => [draft.text, depth])).toEqual([
      ["eget", 0],
      ["ett", 1],
      ["to\nto til", 2],
      ["tre", 3],
    ]);
  });
  it("takes the marks away and leaves the words", () => {
    for (const { draft } of draftsFromPlainText("> sitert linje\n>uten mellomrom")) expect(draft.text).not.toContain(">");
  });
  it("does not count a sign within a line", () =>
    expect(draftsFromPlainText("alder > 18 år")).toMatchObject([{ depth: 0, draft: { text: "alder > 18 år" } }]));
  it("never throws", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), fc.string({ maxLength: 20 }), (text, subject) => void blocksOf(text, subject)),
    );
  });
});

describe("quoted mail below an answer", () => {
  const old = "Prosjektets tittel er Gamle spor.";
  it.each([
    ["Den 4. mai 2026 kl. 13:22 skrev Postmottak <post@etat.example>:"],
    ["Den 4. mai 2026 kl. 13:22 skreiv Postmottak <post@etat.example>:"],
    ["On Mon, 4 May 2026 at 13:22, Post Office <post@etat.example> wrote:"],
    ["Postmottak skrev 4. mai 2026 kl. 13:22:"],
    ["Am 4. Mai 2026 um 13:22 schrieb Postmottak <post@etat.example>:"],
  ])("is quoted under %s", (introduction) => {
    expect(from("own", `Hei.\n\nTittelen er Vinterlys.\n\n${introduction}\n\n${old}`)).toBe("Hei.\nTittelen er Vinterlys.");
    expect(from("quoted", `Hei.\n\nTittelen er Vinterlys.\n\n${introduction}\n> ${old}`)).toContain(old);
  });
  it.each([
    "Fra: Postmottak <post@etat.example>\nSendt: mandag 4. mai 2026 13:22\nTil: kari@nordmarka.example\nEmne: Søknad",
    "From: Post Office <post@etat.example>\nSent: Monday, 4 May 2026 13:22\nTo: kari@nordmarka.example\nSubject: Application",
    "Frå: Postmottak <post@etat.example>\nDato: 4. mai 2026\nTil: kari@nordmarka.example\nEmne: Søknad",
    "-----Opprinnelig melding-----\nFra: Postmottak\nSendt: 4. mai 2026",
    "-----Original Message-----",
  ])("is quoted under the head %j", (head) => {
    const text = `Tittelen er Vinterlys.\n\n${head}\n\n${old}`;
    expect(from("own", text)).toBe("Tittelen er Vinterlys.");
    expect(from("quoted", text)).toContain(old);
  });
  it("is quoted where the introduction is wrapped over two lines", () => {
    const text = `Tittelen er Vinterlys.\n\nOn Mon, 4 May 2026 at 13:22, The Post Office of the Directorate\n<post@etat.example> wrote:\n\n> ${old}`;
    expect(from("own", text)).toBe("Tittelen er Vinterlys.");
    expect(from("quoted", text)).toContain(old);
  });
  it.each([
    "Den første rapporten skrev Ola i 2019. Den handlet om arbeid.",
    "Den 12. mai skrev vi til dere om dette:",
    "On 12 May 2026 we wrote to you about the data.",
    "Vi skrev i søknaden at dette gjelder:",
    "As you wrote in your letter:",
  ])("is not what follows the sender's own sentence: %s", (sentence) => {
    expect(from("quoted", `${sentence}\n\nTittelen er Vinterlys.`)).toBe("");
  });
  it("is not what follows a form's own label Fra:", () => {
    const text = "Fra: 1. januar 2026\nTil: 31. desember 2028\n\nTittelen er Vinterlys.";
    expect(from("quoted", text, "Søknad", false)).toBe("");
  });
});

describe("forwarded mail", () => {
  const inner =
    "Fra: Kari Heggdal <kari@nordmarka.example>\nSendt: mandag 4. mai 2026 13:22\nTil: ola@nordmarka.example\nEmne: Søknad\n\nVi søker om data til Vinterlys.";
  it.each(["VS: Søknad", "Fwd: Søknad", "FW: Søknad", "Vs: Søknad"])("is content under the subject %s", (subject) => {
    expect(from("forwarded", `Se under.\n\n${inner}`, subject)).toContain("Vi søker om data til Vinterlys.");
    expect(from("own", `Se under.\n\n${inner}`, subject)).toBe("Se under.");
  });
  it.each(["---------- Forwarded message ----------", "Begin forwarded message:", "---------- Videresendt melding ---------"])(
    "is content under %s, whatever the subject",
    (mark) => {
      expect(from("forwarded", `Se under.\n\n${mark}\n${inner}`, "Søknad")).toContain("Vi søker om data til Vinterlys.");
    },
  );
  it("is quoted in an answer", () => expect(from("quoted", `Se under.\n\n${inner}`, "SV: Søknad")).toContain("Vi søker om data til Vinterlys."));
  it("quotes what lies a level further in", () => {
    const text = `Se under.\n\n${inner}\n\nFra: Postmottak <post@etat.example>\nSendt: 1. mai 2026\n\nHva heter prosjektet?`;
    expect(from("quoted", text, "VS: Søknad")).toContain("Hva heter prosjektet?");
    expect(from("forwarded", text, "VS: Søknad")).not.toContain("Hva heter prosjektet?");
  });
});

describe("answers between quoted lines", () => {
  const text = "> Hva er prosjektets tittel?\n\nVinterlys.\n\n> Hvem er prosjektleder?\n\nOla Mykle.\n\n> Takk.";
  it("know the line that they answer", () => {
    const own = blocksOf(text).filter((block) => block.origin === "own");
    expect(own.map((block) => [block.text, block.answersQuoted])).toEqual([
      ["Vinterlys.", "Hva er prosjektets tittel?"],
      ["Ola Mykle.", "Hvem er prosjektleder?"],
    ]);
  });
  it("do not take the quoted lines for own words", () => {
    expect(from("quoted", text)).toContain("Hvem er prosjektleder?");
  });
  it("are none where all own text stands below the quote", () => {
    expect(blocksOf("> Hva er prosjektets tittel?\n\nVinterlys.").map((block) => block.answersQuoted)).toEqual([undefined, undefined]);
  });
});

describe("an indented paragraph in a mail that answers none", () => {
  it("is the sender's own", () =>
    expect(from("own", "Hei.\n\n> Vi søker om data til Vinterlys.", "Søknad", false)).toContain("Vi søker om data til Vinterlys."));
  it("is quoted where the mail says that somebody wrote it", () => {
    expect(
      from("quoted", "Hei.\n\nDen 4. mai 2026 kl. 13:22 skrev Kari <kari@nordmarka.example>:\n> Hva heter prosjektet?", "Søknad", false),
    ).toContain("Hva heter prosjektet?");
  });
  it("is quoted in an answer", () => expect(from("quoted", "Hei.\n\n> Vi søker om data til Vinterlys.")).toBe("Vi søker om data til Vinterlys."));
});

describe("signatures", () => {
  it.each([
    "Med vennlig hilsen",
    "Vennleg helsing",
    "Venleg helsing",
    "Mvh",
    "Hilsen",
    "Best regards,",
    "Kind regards",
    "Sincerely",
    "Beste hilsener",
    "-- ",
  ])("begin at %j", (closing) => {
    const text = `Vi søker om data.\n\n${closing}\nKari Heggdal\nforsker, Høgskolen i Nordmarka\ntlf. 55 11 22 33`;
    expect(from("own", text)).toBe("Vi søker om data.");
    expect(from("signature", text)).toContain("55 11 22 33");
  });
  it("begin at a telephone's line", () => expect(from("signature", "Vi søker om data.\n\nSendt fra min iPhone")).toBe("Sendt fra min iPhone"));
  it.each([
    "Hilsen: se under for detaljer",
    "Best practice for lagring følger vi i alle prosjekter ved instituttet, og det gjelder her",
    "Hilsningen var kort",
  ])("do not begin at %j", (line) => {
    expect(from("signature", `Vi søker om data.\n\n${line}\n\nMer tekst.`)).toBe("");
  });
  it("do not swallow a letter that goes on below the closing line", () => {
    const text = `Med vennlig hilsen\nKari Heggdal\n\n${"Prosjektet undersøker hvordan unge finner arbeid. ".repeat(25)}`;
    expect(from("signature", text)).not.toContain("Prosjektet");
    expect(from("own", text)).toContain("Prosjektet");
  });
  it("are found above quoted mail too, and the quoted mail's signature stays quoted", () => {
    const text =
      "Vinterlys.\n\nMvh\nKari Heggdal\n\nDen 4. mai 2026 kl. 13:22 skrev Post <post@etat.example>:\n> Hva heter prosjektet?\n>\n> Vennlig hilsen\n> Postmottak";
    expect(from("signature", text)).toContain("Kari Heggdal");
    expect(from("signature", text)).not.toContain("Postmottak");
    expect(from("own", text)).toBe("Vinterlys.");
  });
});

describe("bodyDocument", () => {
  it("of no blocks is empty", () => expect(bodyDocument([], "text/plain", [], [])).toMatchObject({ name: "body", state: "empty" }));
  it("shows a whole mail with its origins", () => {
    expect(lines("Hei.\n\nTittelen er Vinterlys.\n\nMvh Kari\n\nDen 4. mai 2026 skrev Post <post@etat.example>:\n> Hva heter prosjektet?")).toEqual([
      "Hei.",
      "Tittelen er Vinterlys.",
      "(signature) Mvh Kari",
      "(quoted) Den 4. mai 2026 skrev Post <post@etat.example>:",
      "(quoted) h3 Hva heter prosjektet?",
    ]);
  });
  it("numbers blocks in reading order", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom("Hei.\n", "\n", "> sitert\n", "Mvh Kari\n", "Fra: a@b.example\nSendt: i dag\n"), { maxLength: 20 }),
        (pieces) => {
          const blocks = blocksOf(pieces.join(""));
          expect(blocks.map((block) => block.index)).toEqual(blocks.map((_, index) => index));
        },
      ),
    );
  });
});
