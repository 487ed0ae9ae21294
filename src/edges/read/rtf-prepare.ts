/** Changes an RTF text so that officeparser shows what a reader sees: form fields as text, deleted and hidden text taken out. */
import { type Hidden, nowhere } from "./drafts.ts";

/** The changed RTF and the hidden text taken out. Works on bytes as latin1: RTF itself is ASCII. */
export const prepareRtf = (bytes: Uint8Array): { readonly bytes: Buffer; readonly hidden: Hidden[] } => {
  const hidden: Hidden[] = [];
  const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
  const changed = source
    .replace(/FORMCHECKBOX([\s\S]{0,700}?)\{\\fldrslt/g, (all, between: string) => {
      // 25 says "as by default" (RTF 1.9, \ffres).
      const result = between.match(/\\ffres(\d+)/)?.[1];
      const checked = result === undefined || result === "25" ? between.match(/\\ffdefres(\d)/)?.[1] : result;
      return checked === undefined ? all : `FORMCHECKBOX${between}{\\fldrslt \\u${checked === "1" ? 9746 : 9744}?`;
    })
    .replace(/FORMDROPDOWN([\s\S]{0,4000}?)\{\\fldrslt/g, (all, between: string) => {
      const result = between.match(/\\ffres(\d+)/)?.[1];
      const index = Number(result === undefined || result === "25" ? (between.match(/\\ffdefres(\d+)/)?.[1] ?? 0) : result);
      const entry = [...between.matchAll(/\{\\\*\\ffl ([^{}]*)\}/g)][index]?.[1];
      return entry === undefined ? all : `FORMDROPDOWN${between}{\\fldrslt ${entry}`;
    })
    .replace(/\{[^{}]*\\deleted(?![a-z])[^{}]*\}/g, "{}")
    .replace(/\{((?:\\(?!v(?![a-z]))[a-z]+-?\d* ?|\s)*\\v(?![a-z0-9])(?:\\[a-z]+-?\d* ?)*)([^{}]*)\}/g, (_, __, text: string) => {
      const plain = text
        .replace(/\\'([0-9a-f]{2})/gi, (___, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
        .replace(/\\[a-z]+-?\d* ?/g, "");
      if (plain.trim() !== "") hidden.push({ text: plain, reason: "vanish", place: nowhere });
      return "{}";
    });
  return { bytes: Buffer.from(changed, "latin1"), hidden };
};
