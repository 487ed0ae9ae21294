/** HTML from tagged templates: every value is escaped unless it is markup itself. */

/** Text that is HTML already. Only `html` and `raw` make it. */
export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
  toString(): string {
    return this.text;
  }
}

export type MarkupValue = Markup | string | number | null | undefined | false | readonly MarkupValue[];

const escapes: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/**
 * Text as it may stand in an element or in a quoted attribute. Control characters that HTML forbids are left out, and those that turn the
 * direction of what follows: "cv<U+202E>fdp.exe" would be seen as "cvexe.pdf".
 */
export const escapeHtml = (text: string): string =>
  text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u202a-\u202e\u2066-\u2069]/g, "")
    .replace(/[&<>"']/g, (character) => escapes[character] ?? character);

const written = (value: MarkupValue): string => {
  if (value === null || value === undefined || value === false) return "";
  if (value instanceof Markup) return value.text;
  if (Array.isArray(value)) return value.map(written).join("");
  return escapeHtml(String(value));
};

/** Markup with escaped values; nothing, null and false give nothing; lists are joined. */
export const html = (parts: TemplateStringsArray, ...values: readonly MarkupValue[]): Markup =>
  new Markup(parts.map((part, index) => part + (index < values.length ? written(values[index]) : "")).join(""));

/** Markup from text that this program wrote itself; never from anything that came by mail. */
export const raw = (text: string): Markup => new Markup(text);

/** An attribute that stands only when it has a value: `attribute("aria-current", "page")`. */
export const attribute = (name: string, value: string | null | false | undefined): Markup =>
  value === null || value === false || value === undefined ? new Markup("") : new Markup(` ${name}="${escapeHtml(value)}"`);

/** Text whose line breaks are kept. */
export const withBreaks = (text: string): Markup => new Markup(text.split("\n").map(escapeHtml).join("<br>"));
