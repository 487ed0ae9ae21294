/** What every page is given, and the frame around it. */
import type { Agency } from "#core/catalogue.ts";
import type { Language } from "#core/language.ts";
import { attribute, html, type Markup } from "#core/markup.ts";
import type { Speech } from "#core/screens.ts";
import type { Session } from "./sessions.ts";

export type PageContext = {
  readonly speech: Speech;
  readonly agency: Agency;
  /** Null before login. */
  readonly session: Session | null;
  readonly style: string;
  /** Path and query of this page, for the language links. */
  readonly here: string;
  readonly mode: string;
  readonly sendingStopped: boolean;
};

export type Page = { readonly title: string; readonly area: "inbox" | "case" | "operation" | "none"; readonly body: Markup };

export const languages: readonly Language[] = ["nb", "nn", "en"];
const languageNames: Readonly<Record<Language, string>> = { nb: "Bokmål", nn: "Nynorsk", en: "English" };

/** The whole document. */
export const pageHtml = (context: PageContext, page: Page): string => {
  const { speech, agency, session, style } = context;
  const { say } = speech;
  return html`<!DOCTYPE html>
<html lang="${speech.language}" data-color-scheme="light" data-size="md">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${page.title} – ${say("product")} ${agency.shortName}</title>
<link rel="stylesheet" href="${style}">
<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
</head>
<body class="frame" data-area="${page.area}">
<a class="ds-skip-link" href="#main">${say("skip")}</a>
<header class="top">
<div class="top-inner">
<a class="brand" href="/"><span class="brand-mark" aria-hidden="true"></span><span>${say("product")}</span> <span class="brand-agency">${agency.shortName}</span></a>
${session && navigation(context, page)}
<div class="top-end">
${languageLinks(context)}
${session && html`<form class="logout" method="post" action="/logg-ut"><input type="hidden" name="token" value="${session.token}"><span class="who">${say("logged_in", { name: session.name })}</span><button class="ds-button" data-variant="tertiary" data-size="sm" type="submit">${say("log_out")}</button></form>`}
</div>
</div>
</header>
${banner(context)}
<main id="main" class="main" tabindex="-1">
${page.body}
</main>
<footer class="bottom"><p class="ds-paragraph" data-size="sm">${say("footer")}</p></footer>
</body>
</html>
`.text;
};

const navigation = ({ speech: { say }, session }: PageContext, { area }: Page): Markup => {
  const link = (href: string, text: string, current: boolean): Markup =>
    html`<li><a href="${href}"${attribute("aria-current", current && "page")}>${text}</a></li>`;
  return html`<nav class="menu" aria-label="${say("nav_label")}"><ul>${link("/", say("nav_inbox"), area === "inbox")}${session?.roles.includes("operator") && link("/drift", say("nav_operation"), area === "operation")}</ul></nav>`;
};

const languageLinks = ({ speech, here }: PageContext): Markup =>
  html`<nav class="languages" aria-label="${speech.say("language_label")}"><ul>${languages.map(
    (one) =>
      html`<li>${one === speech.language ? html`<span aria-current="true" lang="${one}">${languageNames[one]}</span>` : html`<a href="/sprak/${one}?til=${encodeURIComponent(here)}" lang="${one}" hreflang="${one}">${languageNames[one]}</a>`}</li>`,
  )}</ul></nav>`;

const banner = ({ speech: { say }, mode, sendingStopped, session }: PageContext): Markup | null => {
  if (!session) return null;
  if (sendingStopped) return html`<div class="banner" data-color="danger"><p>${say("banner_stopped")}</p></div>`;
  if (mode === "shadow") return html`<div class="banner" data-color="warning"><p>${say("banner_shadow")}</p></div>`;
  return mode === "hold" ? html`<div class="banner" data-color="info"><p>${say("banner_hold")}</p></div>` : null;
};

/** A tag with a word: colour only repeats it. */
export const tag = (text: string, color: "success" | "warning" | "danger" | "info" | "neutral"): Markup =>
  html`<span class="ds-tag" data-color="${color}">${text}</span>`;

/** An alert; the heading takes the focus of the page when it answers a post. */
export const alert = (color: "info" | "success" | "warning" | "danger", title: string, body: Markup | string | null = null): Markup =>
  html`<div class="ds-alert" data-color="${color}" role="${color === "danger" || color === "warning" ? "alert" : "status"}"><h2 class="ds-heading" data-size="2xs">${title}</h2>${body && html`<div class="ds-paragraph">${body}</div>`}</div>`;
