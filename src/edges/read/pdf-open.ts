/** Opening PDFs with pdf-parse (pdf.js): settings that keep hostile files harmless, and its errors as states. */
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { ready } from "./dommatrix.ts";
import { ZipError } from "./zip.ts";

// pdf.js looks for browser classes while it is imported: the stand-ins must be there first.
const load = async () => {
  if (!ready) throw new Error("stand-ins missing");
  return Promise.all([import("pdf-parse"), import("pdfjs-dist/legacy/build/pdf.mjs")]);
};

const folder = (name: string): string => join(dirname(createRequire(import.meta.url).resolve("pdfjs-dist/package.json")), name, "/");

export type PdfDocument = Awaited<ReturnType<Awaited<ReturnType<typeof load>>[1]["getDocument"]>["promise"]>;
export type PdfPage = Awaited<ReturnType<PdfDocument["getPage"]>>;
export type OpenPdf = { readonly document: PdfDocument; readonly operators: Readonly<Record<string, number>>; readonly close: () => Promise<void> };

/**
 * Opens a PDF. `images` says that pages will be rendered; without it pictures are not decoded (JBIG2 pictures hung for minutes).
 * Throws ZipError `encrypted` or `corrupt`.
 */
export const openPdf = async (bytes: Uint8Array, images: boolean): Promise<OpenPdf> => {
  const [{ PDFParse }, { OPS }] = await load();
  const parser = new PDFParse({
    // The bytes are transferred away by pdf.js: it gets a copy.
    data: new Uint8Array(bytes),
    verbosity: 0,
    isEvalSupported: false,
    useSystemFonts: false,
    disableFontFace: true,
    fontExtraProperties: true,
    cMapUrl: folder("cmaps"),
    cMapPacked: true,
    standardFontDataUrl: folder("standard_fonts"),
    wasmUrl: folder("wasm"),
    ...(images ? {} : { maxImageSize: 1 }),
  });
  try {
    // pdf-parse has no public way to the pages; the bracket form is TypeScript's way to a private member.
    const document = (await parser["load"]()) as unknown as PdfDocument;
    return { document, operators: OPS, close: async () => void (await document.loadingTask.destroy()) };
  } catch (cause) {
    const name = cause instanceof Error ? cause.name : "";
    if (name === "PasswordException") throw new ZipError("encrypted", "pdf_password");
    throw new ZipError("corrupt", /^[A-Za-z]+$/.test(name) ? `pdf_${name}` : "pdf");
  }
};
