/** Loads an agency's data from config/agencies, checked. */
import { createHash, createHmac } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Knowledge } from "#app/context.ts";
import { Failure } from "#core/failure.ts";
import { automaticPurposes, type ReplyPurpose } from "#core/reply-content.ts";
import { defaultCaps, type ReplyMode } from "#core/reply-rules.ts";
import { loadAgency } from "#edges/settings/agency.ts";
import { loadTexts } from "#edges/settings/texts.ts";
import { agencyFolder } from "./root.ts";

export type KnowledgeOptions = {
  readonly agency: string;
  /** Where the agency's data stand; config/agencies where not given. */
  readonly folder?: string;
  readonly mode?: ReplyMode;
  readonly ownAddresses?: readonly string[];
  readonly authservId?: string | null;
  readonly repliesPerHour?: number;
  /** Replies that go out by themselves; all where not given. */
  readonly automatic?: readonly ReplyPurpose[];
  /** Key of references and Message-IDs; a fixed one where nothing is sent. */
  readonly key?: string;
};

/** Requests in one case before a person takes over. */
const CASE_ROUNDS = 2;

/** Throws Failure `catalogue_wrong` or `setting_wrong` where the agency or one of its files is not right. */
export const loadKnowledge = (options: KnowledgeOptions): Knowledge => {
  const folder = options.folder ?? agencyFolder(options.agency);
  if (options.folder && !existsSync(join(folder, "catalogue.json"))) throw new Failure("setting_wrong", `${folder} holds no catalogue.json`);
  if (!existsSync(folder)) throw new Failure("setting_wrong", `there is no agency "${options.agency}" in config/agencies`);
  const agency = loadAgency(folder);
  const key = options.key ?? "check";
  return {
    agency,
    texts: loadTexts(folder),
    policy: {
      mode: options.mode ?? "auto",
      sending: true,
      automatic: options.automatic ?? automaticPurposes,
      ownAddresses: [...agency.addresses, ...(options.ownAddresses ?? [])],
      authservId: options.authservId ?? null,
      caps: { ...defaultCaps, ...(options.repliesPerHour ? { overall: [{ count: options.repliesPerHour, minutes: 60 }] } : {}) },
      rounds: CASE_ROUNDS,
      showPlaces: false,
    },
    hash: (text) => createHmac("sha256", key).update(text).digest("hex"),
    digest: (text) => createHash("sha256").update(text).digest("hex"),
  };
};
