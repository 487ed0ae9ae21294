/** The commands on cases and on the holding list, run as a person runs them, over a store that the worker filled. */
import { spawnSync } from "node:child_process";
import { copyFileSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { root } from "#cli/root.ts";
import { newPlace, type Place, replies, work } from "#test/support/worker.ts";

const main = join(root, "src", "cli", "main.ts");
let place: Place;
let reference: string;

const mottak = (...words: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...words, "--data", place.data], {
    encoding: "utf8",
    env: { PATH: process.env["PATH"] ?? "" },
  });
  return { status, stdout, stderr };
};
const json = (...words: string[]) =>
  mottak(...words, "--json")
    .stdout.trim()
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
const receive = async (file: string): Promise<void> => {
  const copy = join(place.inbox, file.replaceAll("/", "-"));
  copyFileSync(join(root, "fixtures", "conversations", file), copy);
  // Old enough to count as whole, new enough that nothing is due.
  const yesterday = Math.floor(Date.now() / 1000) - 86_400;
  utimesSync(copy, yesterday, yesterday);
  await work(place, { mode: "hold" });
};

beforeAll(async () => {
  place = newPlace();
  await receive("another-subject/01-soknad.eml");
  reference = json("case", "list")[0].reference;
}, 60_000);

describe("mottak case", { timeout: 60_000 }, () => {
  it("lists cases, by state too", () => {
    expect(json("case", "list")).toEqual([expect.objectContaining({ reference, sender: "marte.haug@vestforsk.example" })]);
    expect(mottak("case").stdout).toContain(reference);
    expect(mottak("case", "list", "--state", "closed").stdout).toBe("No cases.\n");
    expect(mottak("case", "list", "--state", "open")).toMatchObject({ status: 2, stderr: expect.stringContaining("one of reading, waiting") });
  });
  it("shows a case by its reference or its number", () => {
    const [view] = json("case", "show", reference);
    expect(view).toMatchObject({ reference, rounds: 1, needsPerson: "a reply is withheld", outgoing: [{ state: "withheld" }] });
    expect(mottak("case", "show", reference.slice(4, 13)).stdout).toContain("Possible now: correct, hand_over, close, merge, release, discard");
    expect(mottak("case", "show", "2026-9999")).toMatchObject({ status: 2, stderr: expect.stringContaining("there is no case 2026-9999") });
  });
  it("shows the reply that waits, and lets it go out", async () => {
    expect(mottak("case", "reply", reference).stdout).toContain("State: withheld");
    expect(replies(place)).toEqual([]);
    expect(mottak("case", "reply", reference, "--release", "--by", "kari")).toMatchObject({ status: 0 });
    await work(place, { mode: "hold" });
    expect(replies(place)).toHaveLength(1);
    expect(json("case", "show", reference)[0]).toMatchObject({ state: "waiting", outgoing: [{ state: "sent" }] });
    expect(mottak("case", "reply", reference, "--release")).toMatchObject({ status: 2, stderr: expect.stringContaining("no reply waits") });
  });
  it("lets a reply go out from the outbox's list too, and the case tells who did it", () => {
    expect(mottak("case", "reply", reference, "--remind", "--by", "kari").status).toBe(0);
    const [{ id, reference: of }] = json("outbox", "list");
    expect(of).toBe(reference);
    expect(mottak("outbox", "discard", id.slice(0, 8), "--by", "ola", "--why", "ringte")).toMatchObject({ status: 0 });
    const [view] = json("case", "show", reference);
    expect(view.events.at(-1)).toMatchObject({ type: "discarded", by: "ola", why: "ringte" });
    expect(json("outbox", "list")).toEqual([]);
  });
  it("drafts no letter before it is due", () => {
    expect(mottak("case", "due")).toMatchObject({ status: 0, stdout: "No letter is due.\n" });
  });
  it("drafts a reminder that waits, once", () => {
    expect(mottak("case", "reply", reference, "--remind", "--by", "kari").status).toBe(0);
    expect(mottak("case", "reply", reference).stdout).toContain("Vi venter på svar fra deg");
    expect(mottak("case", "reply", reference, "--remind")).toMatchObject({ status: 1, stderr: expect.stringContaining("Refused") });
    expect(mottak("case", "reply", reference, "--discard", "--why", "ringte").status).toBe(0);
  });
  it("closes and opens again, and refuses what is not possible", () => {
    expect(mottak("case", "close", reference, "--why", "trukket", "--by", "kari").status).toBe(0);
    expect(json("case", "show", reference)[0]).toMatchObject({ state: "closed", allowed: ["reopen"] });
    expect(mottak("case", "close", reference)).toMatchObject({ status: 1, stderr: expect.stringContaining("not possible while the case is closed") });
    expect(mottak("case", "reopen", reference, "--why", "feil").status).toBe(0);
    expect(json("case", "show", reference)[0]).toMatchObject({ state: "with_person", needsPerson: "feil" });
  });
  it("releases no reply in shadow mode, where nothing is sent", () => {
    expect(mottak("outbox", "release", "a", "--mode", "shadow")).toMatchObject({ status: 2, stderr: expect.stringContaining("shadow mode") });
  });
  it("names what is wrong in its use", () => {
    expect(mottak("case", "shwo")).toMatchObject({ status: 2, stderr: expect.stringContaining("one of list, show, reply") });
    expect(mottak("case", "merge", reference)).toMatchObject({ status: 2, stderr: expect.stringContaining("the case to merge into") });
    expect(mottak("case", "merge", reference, reference)).toMatchObject({ status: 1, stderr: expect.stringContaining("itself") });
  });
});

describe("mottak hold", { timeout: 60_000 }, () => {
  it("lists a message of which nobody knows where it belongs, and gives it to a case", async () => {
    await receive("two-cases-of-one-sender/04-uten-trad.eml");
    const [held] = json("hold", "list");
    expect(held).toMatchObject({ kind: "supplement", because: "no_thread", suggestions: [reference] });
    expect(mottak("hold", "release", held.id.slice(0, 10), reference).status).toBe(0);
    expect(mottak("hold").stdout).toBe("Nothing is held.\n");
    await work(place, { mode: "hold" });
    const [view] = json("case", "show", reference);
    expect(view.messages.at(-1)).toMatchObject({ how: "person", from: "marte.haug@vestforsk.example" });
    expect(view.merged.documents.cv.status).toBe("present");
  });
  it("takes a message off the list", async () => {
    await receive("sent-by-an-assistant/03-fra-privat-adresse.eml");
    const entries = json("hold", "list");
    for (const { id } of entries) expect(mottak("hold", "discard", id).status).toBe(0);
    expect(json("hold", "list")).toEqual([]);
    expect(mottak("hold", "discard", "abc")).toMatchObject({ status: 2, stderr: expect.stringContaining("no held message begins with abc") });
  });
});
