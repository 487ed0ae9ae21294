import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FailureCode } from "#core/failure.ts";
import { Failure } from "#core/failure.ts";
import { readMime } from "#edges/read/mime.ts";

const words = "Søknad på blåbærsyltetøy, Åse";
const mail = (head: readonly string[], body = words, encoding: BufferEncoding = "utf8", end = "\r\n"): Buffer =>
  Buffer.concat([Buffer.from([...head, "", ""].join(end), "latin1"), Buffer.from(body, encoding)]);
const base = [
  "From: Kari <kari@nordmarka.example>",
  "To: post@etat.example",
  "Subject: Hei",
  "Message-ID: <En.To@nordmarka.example>",
  "Date: Tue, 3 Mar 2026 10:00:00 +0100",
];
const codeOf = async (bytes: Uint8Array): Promise<FailureCode | null> => {
  try {
    await readMime(bytes);
    return null;
  } catch (thrown) {
    if (thrown instanceof Failure) return thrown.code;
    throw thrown;
  }
};
/** A mail of parts, each with its own head. */
const multipart = (...parts: readonly { head: readonly string[]; body: string }[]): Buffer =>
  mail(
    [...base, 'Content-Type: multipart/mixed; boundary="skille"'],
    `${parts.map(({ head, body }) => `--skille\r\n${head.join("\r\n")}\r\n\r\n${body}\r\n`).join("")}--skille--\r\n`,
    "latin1",
  );

describe("text with æ, ø and å", () => {
  it.each<[string, string[], BufferEncoding]>([
    ["utf-8 as declared", ["Content-Type: text/plain; charset=utf-8"], "utf8"],
    ["latin1 as declared", ["Content-Type: text/plain; charset=iso-8859-1"], "latin1"],
    ["utf-8 with no charset", ["Content-Type: text/plain"], "utf8"],
    ["latin1 with no charset", ["Content-Type: text/plain"], "latin1"],
    ["utf-8 with no content type", [], "utf8"],
    ["latin1 with no content type", [], "latin1"],
    ["latin1 declared as utf-8", ["Content-Type: text/plain; charset=utf-8"], "latin1"],
    ["latin1 declared as utf-8 in quotes, on a folded line", ["Content-Type: text/plain; format=flowed;", ' charset="utf-8"'], "latin1"],
    ["latin1 declared as us-ascii", ["Content-Type: text/plain; charset=us-ascii"], "latin1"],
    ["utf-8 with a charset that does not exist", ["Content-Type: text/plain; charset=x-finnes-ikke"], "utf8"],
  ])("is read from %s", async (_, head, encoding) => {
    expect((await readMime(mail([...base, ...head], words, encoding))).text?.trim()).toBe(words);
  });
  it("is read from quoted-printable and base64", async () => {
    const head = [...base, "Content-Type: text/plain; charset=utf-8"];
    expect(
      (await readMime(mail([...head, "Content-Transfer-Encoding: quoted-printable"], "S=C3=B8knad p=C3=A5 bl=\r\n=C3=A5b=C3=A6r"))).text?.trim(),
    ).toBe("Søknad på blåbær");
    expect((await readMime(mail([...head, "Content-Transfer-Encoding: base64"], Buffer.from(words).toString("base64")))).text?.trim()).toBe(words);
  });
  it("is read from HTML declared wrongly", async () => {
    const got = await readMime(mail([...base, "Content-Type: text/html; charset=utf-8"], `<p>${words}</p>`, "latin1"));
    expect(got.html).toContain(words);
  });
  it("is read in subject and names, encoded or not", async () => {
    const encoded = await readMime(mail(["From: =?iso-8859-1?Q?=C5se_S=F8rli?= <ase@nordmarka.example>", "Subject: =?utf-8?B?U8O4a25hZA==?="]));
    expect([encoded.from?.name, encoded.subject]).toEqual(["Åse Sørli", "Søknad"]);
    const bare = await readMime(Buffer.from(`From: Ase <ase@nordmarka.example>\r\nSubject: Søknad\r\n\r\nHei`, "utf8"));
    expect(bare.subject).toBe("Søknad");
  });
});

describe("line ends", () => {
  it.each([
    ["CR LF", "\r\n"],
    ["LF", "\n"],
    ["CR", "\r"],
  ])("%s part head and body", async (_, end) => {
    const got = await readMime(mail(base, `Linje en${end}${end}Linje to`, "utf8", end));
    expect(got.subject).toBe("Hei");
    expect(got.text?.split(/\r?\n/)).toEqual(["Linje en", "", "Linje to"]);
  });
});

describe("headers", () => {
  it("Message-ID keeps its case and brackets", async () => expect((await readMime(mail(base))).messageId).toBe("<En.To@nordmarka.example>"));
  it.each([
    ["no header", []],
    ["an empty header", ["Message-ID:"]],
    ["empty brackets", ["Message-ID: <>"]],
    ["brackets round a space", ["Message-ID: < >"]],
  ])("Message-ID is null with %s", async (_, extra) => {
    expect((await readMime(mail(["From: Kari <kari@nordmarka.example>", ...extra]))).messageId).toBeNull();
  });
  it("Message-ID without brackets gets them", async () => {
    expect((await readMime(mail(["From: a@b.example", "Message-ID: en@nordmarka.example"]))).messageId).toBe("<en@nordmarka.example>");
  });
  it("references are each given once, in order, from folded lines", async () => {
    const got = await readMime(mail([...base, "In-Reply-To: <a@x.example>", "References: <a@x.example>", " <b@x.example> <a@x.example>"]));
    expect([got.inReplyTo, got.references]).toEqual([["<a@x.example>"], ["<a@x.example>", "<b@x.example>"]]);
  });
  it("the date is null where it is absent or nonsense", async () => {
    expect((await readMime(mail(base))).date).toBe("2026-03-03T09:00:00.000Z");
    expect((await readMime(mail(["From: a@b.example"]))).date).toBeNull();
    expect((await readMime(mail(["From: a@b.example", "Date: i går"]))).date).toBeNull();
  });
  it("a sender without an address is none", async () => {
    expect((await readMime(mail(["From: Ukjent avsender", "Subject: x"]))).from).toBeNull();
    expect((await readMime(mail(["Subject: x"]))).from).toBeNull();
  });
  it.each(["constructor", "__proto__", "toString"])("a field may be called %s", async (name) => {
    const got = await readMime(mail([...base, `${name}: x`]));
    expect(Object.keys(got.headers)).toContain(name.toLowerCase());
    expect(got.subject).toBe("Hei");
  });
  it("padding in one field goes no further: value, subject and identifiers have an end", async () => {
    const padding = "a".repeat(100_000);
    const got = await readMime(
      mail([
        `From: x@y.example`,
        `Subject: ${padding}`,
        `Message-ID: <${padding}@y.example>`,
        `References: <en@y.example> <${padding}>`,
        `X-Rar: ${padding}`,
      ]),
    );
    expect(got).toMatchObject({ messageId: null, references: ["<en@y.example>"] });
    expect(Math.max(got.subject.length, ...Object.values(got.headers).flatMap((all) => all.map((one) => one.length)))).toBeLessThan(20_000);
    const many = Array.from({ length: 5_000 }, (_, at) => `<${at}@y.example>`);
    expect((await readMime(mail([...base, "References:", ...many.map((id) => ` ${id}`)]))).references.length).toBeLessThanOrEqual(200);
  });
  it("a sender's name holds no line break and no control character, however it was encoded", async () => {
    const got = await readMime(mail(["From: =?utf-8?Q?Ola=0D=0ABcc=00?= <ola@nordmarka.example>"]));
    expect(got.from).toEqual({ name: expect.not.stringMatching(/\p{Cc}/u), address: "ola@nordmarka.example" });
  });
  it("repeated headers are all kept, topmost first, unfolded", async () => {
    const got = await readMime(mail(["Received: en;\r\n to", "Received: tre", ...base]));
    expect(got.headers["received"]).toEqual(["en; to", "tre"]);
  });
  it("addresses of groups are taken out of them", async () => {
    expect((await readMime(mail(["From: a@b.example", "To: Gruppe: en@x.example, To <to@x.example>;"]))).to.map((one) => one.address)).toEqual([
      "en@x.example",
      "to@x.example",
    ]);
  });
  it("the content type is the outermost one, lower case, without parameters", async () => {
    expect((await readMime(mail([...base, 'Content-Type: Multipart/Report; report-type="delivery-status"; boundary=x'], "--x--"))).contentType).toBe(
      "multipart/report",
    );
    expect((await readMime(mail(base))).contentType).toBe("text/plain");
  });
});

describe("what is no mail", () => {
  it.each([
    ["no bytes", "", "message_empty"],
    ["blanks only", " \r\n\t\r\n", "message_empty"],
    ["NUL bytes only", "\0\0\0\0", "message_empty"],
    ["running text", "Hei, dette er en fil.\n\nFra: noen", "message_not_mail"],
    ["a PDF", "%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>", "message_not_mail"],
  ])("%s is refused", async (_, text, code) => expect(await codeOf(Buffer.from(text, "latin1"))).toBe(code));
  it("one header is enough for a mail", async () => expect(await codeOf(Buffer.from("Subject: Hei\r\n\r\n"))).toBeNull());
  it("any bytes give a message or a Failure", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), fc.boolean(), async (bytes, asMail) => {
        await codeOf(
          asMail ? Buffer.concat([Buffer.from("From: a@b.example\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n"), bytes]) : bytes,
        );
      }),
      { numRuns: 60 },
    );
  });
});

describe("NUL bytes", () => {
  it("are left out of subject, headers, text and names, for a database takes none", async () => {
    const got = await readMime(
      multipart(
        { head: ["Content-Type: text/plain"], body: "Hei\0 der" },
        { head: ["Content-Type: application/pdf", 'Content-Disposition: attachment; filename="c\0v.pdf"'], body: "x" },
      ),
    );
    expect(JSON.stringify({ ...got, files: got.files.map((file) => file.name) })).not.toContain("\\u0000");
    expect(got.text).toContain("Hei der");
    const head = await readMime(mail(["From: a@b.example", "Subject: He\0i", "X-Rar: a\0b"]));
    expect([head.subject, head.headers["x-rar"]?.[0]]).toEqual(["Hei", "ab"]);
  });
});

describe("names of files", () => {
  const nameOf = async (...disposition: string[]): Promise<string | undefined> =>
    (await readMime(multipart({ head: ["Content-Type: application/pdf", ...disposition], body: "x" }))).files[0]?.name;
  it.each([
    ["as RFC 2231 writes them", ["Content-Disposition: attachment; filename*=utf-8''S%C3%B8knad%20UDI.pdf"], "Søknad UDI.pdf"],
    ["as RFC 2231 writes them in Latin-1", ["Content-Disposition: attachment; filename*=iso-8859-1''S%F8knad.pdf"], "Søknad.pdf"],
    [
      "as RFC 2231 cuts them up",
      ["Content-Disposition: attachment; filename*0*=utf-8''S%C3%B8k;", " filename*1*=nad%20om;", ' filename*2=" data.pdf"'],
      "Søknad om data.pdf",
    ],
    ["as encoded words", ['Content-Disposition: attachment; filename="=?utf-8?Q?S=C3=B8knad.pdf?="'], "Søknad.pdf"],
    ["from the content type where the disposition has none", ["Content-Disposition: attachment"], "vedlegg-1.pdf"],
    ["without a path", ['Content-Disposition: attachment; filename="../../etc/passwd.pdf"'], "passwd.pdf"],
    ["without a Windows path", ['Content-Disposition: attachment; filename="C:\\\\Brukere\\\\cv.pdf"'], "cv.pdf"],
    ["without anything, where only a path is given", ['Content-Disposition: attachment; filename="mappe/"'], "vedlegg-1.pdf"],
  ])("are read %s", async (_, disposition, name) => expect(await nameOf(...disposition)).toBe(name));
  it("are cut where no file system would take them", async () => {
    expect((await nameOf(`Content-Disposition: attachment; filename="${"a".repeat(400)}.pdf"`))?.length).toBeLessThanOrEqual(250);
  });
  it("are made up for parts without one, by place and type", async () => {
    const got = await readMime(
      multipart(
        { head: ["Content-Type: text/plain"], body: "Hei" },
        { head: ["Content-Type: application/pdf"], body: "x" },
        { head: ["Content-Type: image/png", "Content-Disposition: attachment"], body: "x" },
        { head: ["Content-Type: application/x-ukjent"], body: "x" },
      ),
    );
    expect(got.files.map((file) => file.name)).toEqual(["vedlegg-1.pdf", "vedlegg-2.png", "vedlegg-3"]);
  });
});

describe("files", () => {
  it("keep their bytes", async () => {
    const bytes = Buffer.from([0, 255, 13, 10, 37]);
    const got = await readMime(
      multipart({
        head: ["Content-Type: application/octet-stream", "Content-Transfer-Encoding: base64", "Content-Disposition: attachment; filename=a.bin"],
        body: bytes.toString("base64"),
      }),
    );
    expect(Buffer.from(got.files[0]?.bytes ?? []).equals(bytes)).toBe(true);
  });
  it("that the HTML shows are told from the others", async () => {
    const got = await readMime(
      multipart(
        { head: ["Content-Type: text/html"], body: '<p>Hei</p><img src="cid:logo">' },
        { head: ["Content-Type: image/png", "Content-ID: <logo>"], body: "x" },
        { head: ["Content-Type: image/png", "Content-ID: <annet>", "Content-Disposition: attachment; filename=kart.png"], body: "x" },
      ),
    );
    expect(got.files.map((file) => file.embedded)).toEqual([true, false]);
  });
});
