/** A document as text, with the proof marked and the pages in the margin. Never the sender's own HTML. */
import { type Block, blockText, type Document, isReadable, type Table } from "#core/document.ts";
import { attribute, html, type Markup, type MarkupValue, withBreaks } from "#core/markup.ts";
import type { PageContext } from "../page.ts";
import { type DocumentRef, documentPath, itemPath, type Mark, originalPath, picturePath, type Selection } from "../selection.ts";

/** Blocks beyond this are left out of the page; the original has them. */
const BLOCKS_MOST = 3_000;

/** The right side of the case page: tabs, then the document. */
export const documentSection = (context: PageContext, reference: string, selection: Selection, document: Document | null): Markup => {
  const { say } = context.speech;
  const { shown } = selection;
  return html`<section class="document" id="dokument" aria-labelledby="document-title">
<h2 class="ds-heading" data-size="sm" id="document-title">${say("documents_title")}</h2>
${tabs(context, reference, selection)}
${shown && documentBody(context, reference, selection, shown, document)}
</section>`;
};

const tabs = ({ speech: { say } }: PageContext, reference: string, { documents, shown }: Selection): Markup => {
  const mails = new Set(documents.map((one) => one.mail)).size;
  return html`<nav aria-label="${say("documents_tabs")}"><ul class="tabs">${documents.map(
    (one) =>
      html`<li><a href="${documentPath(reference, one)}"${attribute("aria-current", one === shown && "true")}>${documentName(one, mails, say)}</a></li>`,
  )}</ul></nav>`;
};

const documentName = (ref: DocumentRef, mails: number, say: PageContext["speech"]["say"]): string =>
  ref.index > 0 ? ref.name : mails > 1 ? say("document_mail", { number: ref.mailNumber }) : say("document_mail_only");

const documentBody = (context: PageContext, reference: string, selection: Selection, shown: DocumentRef, document: Document | null): Markup => {
  const { speech } = context;
  const { say } = speech;
  const name = shown.index > 0 ? shown.name : say("item_place_mail");
  const isPdf = document?.mediaType === "application/pdf" && !shown.name.includes("/");
  const page = isPdf ? selection.picture : null;
  return html`<div class="document-bar">
<a class="ds-link" href="${originalPath(reference, shown)}" download>${shown.index > 0 ? say("document_original") : say("document_original_mail")}</a>
${document && !isReadable(document) && html`<span class="ds-tag" data-color="warning">${speech.word("state", document.state)}</span>`}
${document?.ocrConfidence != null && html`<span>${say("document_ocr", { percent: Math.round(document.ocrConfidence) })}</span>`}
</div>
${page === null ? textOf(context, reference, selection, shown, document, name, isPdf) : pictureOf(context, reference, selection, shown, document, page, name)}`;
};

const textOf = (
  context: PageContext,
  reference: string,
  selection: Selection,
  shown: DocumentRef,
  document: Document | null,
  name: string,
  isPdf: boolean,
): Markup => {
  const { say } = context.speech;
  if (!document) return html`<p class="ds-paragraph">${say("document_gone")}</p>`;
  const pieces: Markup[] = [];
  let page: number | null = null;
  for (const block of document.blocks.slice(0, BLOCKS_MOST)) {
    if (block.place.page !== null && block.place.page !== page) {
      page = block.place.page;
      const chosen = selection.chosen && document.blocks.some((one) => one.index === selection.chosen?.block && one.place.page === page);
      pieces.push(
        html`<div class="page-mark"><span>${block.place.part ? say("document_part", { name: block.place.part }) : say("document_page", { page })}</span>${isPdf && html` <a class="ds-link" href="${documentPath(reference, shown, page).replace("#dokument", `${chosen ? `&punkt=${selection.chosen?.item}&sted=${selection.chosen?.place}` : ""}#dokument`)}">${say("document_picture")}<span class="ds-sr-only"> ${page}</span></a>`}</div>`,
      );
    }
    pieces.push(blockMarkup(context, reference, selection, shown, block));
  }
  return html`<div class="text" role="region" tabindex="0" aria-label="${say("document_region", { name })}">
${pieces.length > 0 ? pieces : html`<p class="ds-paragraph">${say("document_none")}</p>`}
${document.hidden.length > 0 && html`<div class="hidden-text"><p><strong>${say("document_hidden")}</strong></p>${document.hidden.slice(0, 50).map((one) => html`<p>${one.text}</p>`)}</div>`}
</div>`;
};

const pictureOf = (
  { speech: { say } }: PageContext,
  reference: string,
  { chosen }: Selection,
  shown: DocumentRef,
  document: Document | null,
  page: number,
  name: string,
): Markup => {
  const block = document?.blocks.find((one) => one.index === chosen?.block && one.place.page === page) ?? null;
  const pages = document?.pages ?? page;
  return html`<p class="picture-bar"><a class="ds-link" href="${documentPath(reference, shown)}">${say("document_picture_text")}</a>
${page > 1 && html`<a class="ds-link" href="${documentPath(reference, shown, page - 1)}">${say("document_page", { page: page - 1 })}</a>`}
${page < pages && html`<a class="ds-link" href="${documentPath(reference, shown, page + 1)}">${say("document_page", { page: page + 1 })}</a>`}</p>
<div class="text" role="region" tabindex="0" aria-label="${say("document_picture_alt_plain", { page, name })}"><img class="page-picture" src="${picturePath(reference, shown, page, block?.index ?? null)}" alt="${say(block?.place.box ? "document_picture_alt" : "document_picture_alt_plain", { page, name })}"></div>`;
};

const blockMarkup = (context: PageContext, reference: string, selection: Selection, shown: DocumentRef, block: Block): Markup => {
  const marks = selection.marks.filter((mark) => mark.block === block.index);
  const chosen = selection.chosen?.block === block.index ? selection.chosen : null;
  const quotes = (chosen ? [chosen] : marks).map((mark) => mark.quote);
  const items = [...new Set(marks.map((mark) => mark.item))];
  const classes = ["block", `block-${block.kind}`, block.origin === "quoted" && "is-quoted", marks.length > 0 && "has-mark", chosen && "is-chosen"]
    .filter(Boolean)
    .join(" ");
  return html`<div class="${classes}"${attribute("id", chosen && "merke")}>${items.length > 0 && html`<span class="mark-links">${items.map((item) => markLink(context, reference, shown, marks, item, chosen))}</span>`}${content(block, quotes)}</div>`;
};

const markLink = (
  { speech: { say } }: PageContext,
  reference: string,
  shown: DocumentRef,
  _marks: readonly Mark[],
  item: number,
  chosen: Mark | null,
): Markup =>
  html`<a class="mark-link" href="${itemPath(reference, item, shown)}"${attribute("aria-current", chosen?.item === item && "true")}>${say("document_proves", { number: item })}</a>`;

const content = (block: Block, quotes: readonly string[]): MarkupValue => {
  switch (block.kind) {
    case "heading":
      return html`<p class="block-title">${block.number && html`${block.number} `}${marked(block.text, quotes)}</p>`;
    case "list_item":
      return html`<p class="depth-${Math.min(4, block.depth)}">${block.marker ?? "–"} ${marked(block.text, quotes)}</p>`;
    case "table":
      return tableMarkup(block, quotes);
    case "paragraph":
      return html`<p>${block.bold ? html`<strong>${marked(block.text, quotes)}</strong>` : marked(block.text, quotes)}</p>`;
    default:
      return html`<p>${marked(blockText(block), quotes)}</p>`;
  }
};

const tableMarkup = (table: Table, quotes: readonly string[]): Markup =>
  html`<table class="grid"><tbody>${table.rows.map(
    (row) =>
      html`<tr>${row.map((cell) => html`<td${attribute("colspan", cell.columnSpan > 1 && String(cell.columnSpan))}${attribute("rowspan", cell.rowSpan > 1 && String(cell.rowSpan))}>${marked(cell.text, quotes)}</td>`)}</tr>`,
  )}</tbody></table>`;

/** Text with the quotes marked; where a quote holds the whole text (a cell of a quoted row), all of it. */
export const marked = (text: string, quotes: readonly string[]): Markup => {
  const spans: [number, number][] = [];
  for (const quote of quotes) {
    const wanted = quote.trim();
    if (wanted === "") continue;
    const at = text.indexOf(wanted);
    if (at >= 0) spans.push([at, at + wanted.length]);
    else if (text.trim().length > 2 && wanted.includes(text.trim())) spans.push([0, text.length]);
  }
  if (spans.length === 0) return withBreaks(text);
  spans.sort((a, b) => a[0] - b[0]);
  const parts: MarkupValue[] = [];
  let done = 0;
  for (const [from, to] of spans) {
    if (to <= done) continue;
    const start = Math.max(from, done);
    parts.push(withBreaks(text.slice(done, start)), html`<mark>${withBreaks(text.slice(start, to))}</mark>`);
    done = to;
  }
  parts.push(withBreaks(text.slice(done)));
  return html`${parts}`;
};
