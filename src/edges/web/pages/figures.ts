/** The last weeks in pictures: what came and was answered, how whole and how fast, what lacks, what people correct. */
import type { Figures } from "#core/figures.ts";
import { html, type Markup } from "#core/markup.ts";
import type { ScreenKey } from "#core/screens.ts";
import { columnChart, rowChart } from "../charts.ts";
import type { PageContext } from "../page.ts";

/** Items shown; the rest is rare. */
const ITEMS_AT_MOST = 10;

export const figuresSection = ({ speech, agency }: PageContext, { days, times, first, lacking, corrections }: Figures): Markup => {
  const { say } = speech;
  const common = { tableName: say("figures_table") };
  const itemName = (item: number): string => {
    const found = agency.catalogue.items.find(({ number }) => number === item);
    const title = found?.label[speech.language] ?? "";
    return `${item}. ${title.length > 24 ? `${title.slice(0, 23)}…` : title}`;
  };
  const count = (values: readonly { readonly count: number }[]) => [{ name: say("figures_count"), values: values.map((one) => one.count) }];
  const items = (id: string, title: ScreenKey, list: Figures["lacking"]): Markup => {
    const most = list.slice(0, ITEMS_AT_MOST);
    if (most.length === 0)
      return html`<div class="chart"><h3 class="ds-heading" data-size="2xs">${say(title)}</h3><p class="ds-paragraph">${say("figures_none")}</p></div>`;
    return rowChart({
      ...common,
      id,
      title: say(title),
      labelName: say("figures_point"),
      labels: most.map(({ item }) => itemName(item)),
      series: count(most),
    });
  };
  return html`<section aria-labelledby="figures"><h2 class="ds-heading" data-size="sm" id="figures">${say("figures_title")}</h2>
<div class="charts">
${columnChart({
  ...common,
  id: "chart-days",
  title: say("figures_days"),
  labelName: say("figures_day"),
  labels: days.map(({ day }) => `${Number(day.slice(8))}.${Number(day.slice(5, 7))}.`),
  series: [
    { name: say("figures_received"), values: days.map(({ received }) => received) },
    { name: say("figures_answered"), values: days.map(({ answered }) => answered) },
  ],
})}
${rowChart({ ...common, id: "chart-first", title: say("figures_first"), labelName: say("figures_outcome"), labels: first.map(({ outcome }) => say(`figures_first_${outcome}` as ScreenKey)), series: count(first) })}
${rowChart({ ...common, id: "chart-times", title: say("figures_times"), labelName: say("figures_time"), labels: times.map(({ time }) => say(`figures_time_${time}` as ScreenKey)), series: count(times) })}
${items("chart-lacking", "figures_lacking", lacking)}
${items("chart-corrections", "figures_corrections", corrections)}
</div></section>`;
};
