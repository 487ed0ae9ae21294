/** The body that Outlook keeps as compressed RTF (MS-OXRTFCP), with HTML or text encapsulated in it (MS-OXRTFEX). */
import { createRequire } from "node:module";
import iconv from "iconv-lite";
import { deEncapsulateSync } from "rtf-stream-parser";

const { decompressRTF } = createRequire(import.meta.url)("@kenjiuno/decompressrtf") as { decompressRTF: (bytes: number[]) => number[] };

/** The HTML or text; null where the RTF is broken or holds neither. */
export const bodyOfRtf = (compressed: Uint8Array): { text: string | null; html: string | null } | null => {
  try {
    const rtf = Buffer.from(decompressRTF(Array.from(compressed)));
    const result = deEncapsulateSync(rtf, { decode: iconv.decode, mode: "either" });
    const text = String(result.text);
    return result.mode === "html" ? { text: null, html: text } : { text, html: null };
  } catch {
    return null;
  }
};
