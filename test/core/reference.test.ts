import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isOwnMessageId, makeMessageId, makeReference, ownMessageIdsIn, readReferences } from "#core/reference.ts";
import { sameTitle } from "#core/thread.ts";
import { hash } from "#test/support/case-world.ts";

const reference = makeReference("UDI", "2026-0142", hash);
const letters = reference.slice(-4);

describe("a reference", () => {
  it("is read back from a subject, whatever mail programs make of it", () => {
    for (const subject of [
      `SV: [${reference}] Re: Søknad`,
      reference.toLowerCase(),
      reference.replace(" ", "-"),
      reference.replace(" ", ""),
      `Re:${reference};`,
    ])
      expect(readReferences(subject, "UDI", hash)).toEqual([reference]);
  });
  it("with other letters, another number or another prefix is none", () => {
    for (const subject of ["UDI 2026-0142-BBBB", `UDI 2026-0143-${letters}`, `ABC 2026-0142-${letters}`, `UDI 2026-0142-${letters}X`])
      expect(readReferences(subject, "UDI", hash)).toEqual([]);
  });
  it("made with another key is none", () => {
    expect(
      readReferences(
        makeReference("UDI", "2026-0142", (text) => hash(`other ${text}`)),
        "UDI",
        hash,
      ),
    ).toEqual([]);
  });
  it("is read back for every number", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2020, max: 2099 }), fc.integer({ min: 1, max: 9_999_999 }), (year, number) => {
        const one = makeReference("UDI", `${year}-${String(number).padStart(4, "0")}`, hash);
        expect(readReferences(`Re: [${one}]`, "UDI", hash)).toEqual([one]);
      }),
    );
  });
});

describe("a Message-ID of ours", () => {
  const id = makeMessageId(reference, 3, "udi.no", hash);
  it("is known again, also with another domain or in capitals", () => {
    for (const one of [id, id.replace("@udi.no", "@gateway.example"), id.toUpperCase()]) expect(isOwnMessageId(one, hash)).toBe(true);
  });
  it("is not believed with another number, serial or hash", () => {
    for (const one of [id.replace("0142", "0143"), id.replace(".3.", ".4."), id.replace(/[0-9a-f]{16}/, "0".repeat(16)), "<x@udi.no>"])
      expect(isOwnMessageId(one, hash)).toBe(false);
  });
  it("is found in the text of a report", () => {
    expect(ownMessageIdsIn(`Message-ID: ${id}\nIn-Reply-To: <a@b.example>`, hash)).toEqual([id]);
  });
});

describe("titles", () => {
  it.each([
    ["Fra mottak til arbeid", "fra mottak til arbeid!", true],
    ["Fra mottak til arbeid", "Fra mottak til arbeid: ventetid 2010–2022", true],
    ["Ventetid", "Ventetid i mottak", false],
    ["Barn i mottak", "Ventetid i mottak", false],
    ["", "Ventetid", false],
  ])("%s and %s are the same project: %s", (one, other, same) => {
    expect([sameTitle(one, other), sameTitle(other, one)]).toEqual([same, same]);
  });
});
