/** Charts as SVG made here, for pages without script: bars with their figures written out, and the same figures as a table. */
import { scaleBand, scaleLinear } from "d3-scale";
import { attribute, html, type Markup } from "#core/markup.ts";

export type Series = { readonly name: string; readonly values: readonly number[] };
export type ChartInput = {
  /** Unique on the page. */
  readonly id: string;
  readonly title: string;
  /** What the labels are ("Day"), and the word above the table. */
  readonly labelName: string;
  readonly tableName: string;
  readonly labels: readonly string[];
  readonly series: readonly Series[];
};

const WIDTH = 640;
const COLUMN_HEIGHT = 220;
const ROW_HEIGHT = 26;
const LABEL_WIDTH = 210;
const VALUE_WIDTH = 44;
const MARGIN = { top: 12, right: 8, bottom: 28, left: 34 };
/** Labels under columns that fit beside each other. */
const LABELS_AT_MOST = 8;

/** Columns side by side for each label: the first series is filled, the second hatched, so that no colour is needed. */
export const columnChart = (input: ChartInput): Markup => {
  const { labels, series } = input;
  const most = Math.max(1, ...series.flatMap(({ values }) => values));
  const across = scaleBand<number>(
    labels.map((_, index) => index),
    [MARGIN.left, WIDTH - MARGIN.right],
  ).paddingInner(0.25);
  const within = scaleBand<number>(
    series.map((_, index) => index),
    [0, across.bandwidth()],
  );
  const up = scaleLinear([0, most], [COLUMN_HEIGHT - MARGIN.bottom, MARGIN.top]).nice(4);
  const ticks = up.ticks(4).filter(Number.isInteger);
  const every = Math.ceil(labels.length / LABELS_AT_MOST);
  const drawing = html`${ticks.map(
    (tick) =>
      html`<line class="grid" x1="${MARGIN.left}" x2="${WIDTH - MARGIN.right}" y1="${round(up(tick))}" y2="${round(up(tick))}"/><text class="tick" x="${MARGIN.left - 6}" y="${round(up(tick) + 4)}" text-anchor="end">${tick}</text>`,
  )}${series.map(({ values }, one) =>
    values.map((value, index) => bar(one, input.id, (across(index) ?? 0) + (within(one) ?? 0), up(value), within.bandwidth(), up(0) - up(value))),
  )}${labels.map((label, index) =>
    index % every === 0
      ? html`<text class="tick" x="${round((across(index) ?? 0) + across.bandwidth() / 2)}" y="${COLUMN_HEIGHT - 8}" text-anchor="middle">${label}</text>`
      : null,
  )}`;
  return figure(input, COLUMN_HEIGHT, drawing);
};

/** A row for each label, with its figure at the end of the bar. */
export const rowChart = (input: ChartInput): Markup => {
  const { labels, series } = input;
  const values = series[0]?.values ?? [];
  const height = labels.length * ROW_HEIGHT + 8;
  const along = scaleLinear([0, Math.max(1, ...values)], [0, WIDTH - LABEL_WIDTH - VALUE_WIDTH]);
  const down = scaleBand<number>(
    labels.map((_, index) => index),
    [4, height - 4],
  ).paddingInner(0.3);
  const drawing = html`${labels.map((label, index) => {
    const value = values[index] ?? 0;
    const middle = round((down(index) ?? 0) + down.bandwidth() / 2 + 5);
    return html`<text class="label" x="${LABEL_WIDTH - 8}" y="${middle}" text-anchor="end">${label}</text>${bar(0, input.id, LABEL_WIDTH, down(index) ?? 0, along(value), down.bandwidth())}<text class="label" x="${round(LABEL_WIDTH + along(value) + 6)}" y="${middle}">${value}</text>`;
  })}`;
  return figure(input, height, drawing);
};

const bar = (series: number, id: string, x: number, y: number, width: number, height: number): Markup =>
  html`<rect class="${series === 0 ? "bar" : "bar-outline"}" x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}"${attribute("fill", series === 0 ? null : `url(#${id}-hatch)`)}/>`;

const round = (value: number): number => Math.round(value * 10) / 10;

const figure = (input: ChartInput, height: number, drawing: Markup): Markup => {
  const { id, title, series } = input;
  return html`<figure class="chart" aria-labelledby="${id}">
<figcaption class="ds-heading" data-size="2xs" id="${id}">${title}</figcaption>
${series.length > 1 && html`<ul class="legend">${series.map(({ name }, one) => html`<li><svg width="16" height="16" aria-hidden="true" focusable="false">${bar(one, id, 1, 1, 14, 14)}</svg> ${name}</li>`)}</ul>`}
<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-labelledby="${id}" focusable="false"><defs><pattern id="${id}-hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="hatch-ground" width="5" height="5"/><line class="hatch" x1="0" y1="0" x2="0" y2="5"/></pattern></defs>${drawing}</svg>
${figuresTable(input)}
</figure>`;
};

const figuresTable = ({
  title,
  labelName,
  tableName,
  labels,
  series,
}: ChartInput): Markup => html`<details class="more"><summary>${tableName}<span class="ds-sr-only">: ${title}</span></summary>
<table class="ds-table" data-size="sm"><thead><tr><th scope="col">${labelName}</th>${series.map(({ name }) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${labels.map((label, index) => html`<tr><th scope="row">${label}</th>${series.map(({ values }) => html`<td>${values[index] ?? 0}</td>`)}</tr>`)}</tbody></table></details>`;
