/** Names of the folders and keywords under which finished messages are filed. Staff see them, so they are Norwegian. */
import type { FilingLabel } from "#app/ports.ts";

export const folderNames: Readonly<Record<FilingLabel, string>> = {
  complete: "Komplett",
  incomplete: "Mangler",
  handover: "Til vurdering",
  automatic: "Automatisk",
};

/** IMAP keywords are atoms: no spaces. */
export const keywords: Readonly<Record<FilingLabel, string>> = {
  complete: "Mottak-Komplett",
  incomplete: "Mottak-Mangler",
  handover: "Mottak-Til-vurdering",
  automatic: "Mottak-Automatisk",
};
