/** Files that could not be read, and links that stand where a file should. */
import type { Evidence, Flag } from "../assessment.ts";
import type { Document } from "../document.ts";
import { flag, type FlagInput } from "./input.ts";

/** Logos and portraits in signatures have no text and never had. */
const isFurniture = (document: Document): boolean =>
  document.state === "no_text" &&
  document.mediaType.startsWith("image/") &&
  /(?:^|\/)(?:image\d+|logo|outlook-|signatur|img-[\w]+-signature)[^/]*$/iu.test(document.name);

const named = (document: Document): Evidence => ({ source: document.name, page: null, block: -1, quote: document.name, part: null });

export const fileFlags = (input: FlagInput): Flag[] => {
  const files = input.message.attachments;
  const links = files.filter((document) => document.state === "link");
  const unreadable = files.filter((document) => !["read", "partial", "link", "empty"].includes(document.state) && !isFurniture(document));
  return [
    ...(links.length > 0
      ? [flag("file_link", [], links.map(linkEvidence(input)), links.map((document) => document.detail ?? document.name).join(", "))]
      : []),
    ...(unreadable.length > 0
      ? [flag("unreadable_attachment", [], unreadable.map(named), unreadable.map((document) => `${document.name} (${document.state})`).join(", "))]
      : []),
  ];
};

/** Where the link stands in the mail, if its address is written out there; else the link's name. */
const linkEvidence =
  (input: FlagInput) =>
  (document: Document): Evidence => {
    const link = document.links[0];
    const block = link ? input.message.body.blocks.find((one) => one.text.includes(link)) : undefined;
    return block && link ? { source: "body", page: null, block: block.index, quote: link, part: null } : named(document);
  };
