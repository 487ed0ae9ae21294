/**
 * A case as an arkivmelding (Noark 5): one case folder with a journal entry for each mail, in and out, and one for our own reading.
 * The order of elements is the schema's. Titles for the public journal hold no names.
 */
import type { KeyedHash } from "../reference.ts";
import type { DescribedFile, IncomingMail, OutgoingMailInPackage } from "./case-package.ts";
import { node, nodeWith, optional, type XmlNode } from "./xml-node.ts";

/** An agency's words and rules for its archive (config/agencies/<agency>/archive.json). */
export type ArchiveRules = {
  readonly system: string;
  readonly series: string;
  readonly unit: string;
  readonly responsible: string;
  readonly caseTitle: string;
  readonly publicCaseTitle: string;
  readonly incomingTitle: string;
  readonly publicIncomingTitle: string;
  readonly supplementTitle: string;
  readonly publicSupplementTitle: string;
  readonly receiptTitle: string;
  readonly requestTitle: string;
  readonly letterTitle: string;
  readonly noteTitle: string;
  /** Null: nothing is shielded. */
  readonly shielding: {
    readonly restriction: string;
    readonly authority: string;
    readonly metadata: readonly string[];
    readonly document: string | null;
  } | null;
};

export type ArchiveInput = {
  readonly rules: ArchiveRules;
  readonly reference: string;
  readonly title: string;
  readonly openedAt: number;
  readonly closedAt: number | null;
  readonly incoming: readonly IncomingMail[];
  readonly outgoing: readonly OutgoingMailInPackage[];
  /** The report and the assessment. */
  readonly notes: readonly DescribedFile[];
  readonly now: number;
  readonly digest: KeyedHash;
};

const namespace = "http://www.arkivverket.no/standarder/noark5/arkivmelding";
const schemaInstance = "http://www.w3.org/2001/XMLSchema-instance";

/** The whole message as plain data. */
export const archiveMessage = (input: ArchiveInput): XmlNode => {
  const { rules, incoming, outgoing, notes, now } = input;
  const files = [...incoming, ...outgoing].reduce((sum, mail) => sum + mail.files.length, notes.length);
  return nodeWith(
    "arkivmelding",
    { xmlns: namespace, "xmlns:xsi": schemaInstance, "xsi:schemaLocation": `${namespace} arkivmelding.xsd` },
    node("system", rules.system),
    node("meldingId", guid(input, `message ${now}`)),
    node("tidspunkt", instant(now)),
    node("antallFiler", String(files)),
    caseFolder(input),
  );
};

const caseFolder = (input: ArchiveInput): XmlNode => {
  const { rules, reference, title, openedAt, closedAt, incoming, outgoing, notes } = input;
  const entries = [
    ...incoming.map((mail, index) => ({ at: mail.receivedAt, entry: incomingEntry(input, mail, index) })),
    ...outgoing.map((mail) => ({ at: mail.sentAt, entry: outgoingEntry(input, mail) })),
  ];
  const [year, number] = (reference.match(/(\d{4})-(\d+)/) ?? []).slice(1);
  return nodeWith(
    "mappe",
    { "xsi:type": "saksmappe" },
    node("systemID", guid(input, "case")),
    node("mappeID", reference),
    node("tittel", filled(rules.caseTitle, { title: title || reference })),
    node("offentligTittel", rules.publicCaseTitle),
    node("dokumentmedium", "Elektronisk arkiv"),
    node("opprettetDato", instant(openedAt)),
    node("opprettetAv", rules.system),
    closedAt === null ? null : node("avsluttetDato", instant(closedAt)),
    closedAt === null ? null : node("avsluttetAv", rules.responsible),
    node("referanseArkivdel", rules.series),
    shielding(rules),
    entries.toSorted((a, b) => a.at - b.at).map(({ entry }) => entry),
    notes.length > 0 ? noteEntry(input) : null,
    optional("saksaar", year),
    optional("sakssekvensnummer", number?.replace(/^0+(?=\d)/, "")),
    node("saksdato", day(openedAt)),
    node("administrativEnhet", rules.unit),
    node("saksansvarlig", rules.responsible),
    node("saksstatus", closedAt === null ? "Under behandling" : "Avsluttet"),
  );
};

type Entry = {
  readonly key: string;
  readonly at: number;
  readonly title: string;
  readonly publicTitle: string;
  readonly type: string;
  readonly status: string;
  readonly files: readonly DescribedFile[];
  readonly dates: readonly (XmlNode | null)[];
  readonly party: XmlNode | null;
  readonly writtenOff: XmlNode | null;
};

/** One journal entry with its documents. */
const journalEntry = (input: ArchiveInput, entry: Entry): XmlNode => {
  const { rules } = input;
  return nodeWith(
    "basisregistrering",
    { "xsi:type": "journalpost" },
    node("systemID", guid(input, entry.key)),
    node("opprettetDato", instant(entry.at)),
    node("opprettetAv", rules.system),
    node("arkivertDato", instant(entry.at)),
    node("arkivertAv", rules.system),
    node("referanseForelderMappe", guid(input, "case")),
    shielding(rules),
    entry.files.map((file, index) => documentDescription(input, entry, file, index)),
    node("tittel", entry.title),
    node("offentligTittel", entry.publicTitle),
    node("dokumentmedium", "Elektronisk arkiv"),
    node("journalposttype", entry.type),
    node("journalstatus", entry.status),
    node("journaldato", day(entry.at)),
    [...entry.dates],
    node("antallVedlegg", String(Math.max(0, entry.files.length - 1))),
    entry.party,
    entry.writtenOff,
  );
};

const incomingEntry = (input: ArchiveInput, mail: IncomingMail, index: number): XmlNode => {
  const { rules, outgoing } = input;
  const first = index === 0;
  // A request for more gives the turn back to the sender, and his next mail is a new entry. The mail that a receipt answers stays open until the case is decided.
  const answer = outgoing.find((one) => one.answers === mail.id && asks.has(one.purpose));
  return journalEntry(input, {
    key: `incoming ${mail.id}`,
    at: mail.receivedAt,
    title: filled(first ? rules.incomingTitle : rules.supplementTitle, { subject: mail.subject || "-" }),
    publicTitle: first ? rules.publicIncomingTitle : rules.publicSupplementTitle,
    type: "Inngående dokument",
    status: "Journalført",
    files: mail.files,
    dates: [node("dokumentetsDato", day(mail.date ?? mail.receivedAt)), node("mottattDato", instant(mail.receivedAt))],
    party: party("Avsender", mail.sender),
    writtenOff: answer
      ? node(
          "avskrivning",
          node("avskrivningsdato", day(answer.sentAt)),
          node("avskrevetAv", rules.responsible),
          node("avskrivningsmaate", "Besvart med e-post"),
          node("referanseAvskrivesAvJournalpost", guid(input, `outgoing ${answer.messageId}`)),
        )
      : null,
  });
};

const asks: ReadonlySet<string> = new Set(["request", "remaining"]);

const outgoingEntry = (input: ArchiveInput, mail: OutgoingMailInPackage): XmlNode => {
  const { rules } = input;
  const title =
    asks.has(mail.purpose) || mail.purpose === "reminder"
      ? rules.requestTitle
      : mail.purpose === "receipt" || mail.purpose === "completed"
        ? rules.receiptTitle
        : rules.letterTitle;
  return journalEntry(input, {
    key: `outgoing ${mail.messageId}`,
    at: mail.sentAt,
    title,
    publicTitle: title,
    type: "Utgående dokument",
    status: "Ekspedert",
    files: mail.files,
    dates: [node("dokumentetsDato", day(mail.sentAt)), node("sendtDato", instant(mail.sentAt))],
    party: party("Mottaker", mail.to),
    writtenOff: null,
  });
};

const noteEntry = (input: ArchiveInput): XmlNode =>
  journalEntry(input, {
    key: "note",
    at: input.now,
    title: input.rules.noteTitle,
    publicTitle: input.rules.noteTitle,
    type: "Organinternt dokument uten oppfølging",
    status: "Journalført",
    files: input.notes,
    dates: [node("dokumentetsDato", day(input.now))],
    party: null,
    writtenOff: null,
  });

const party = (type: string, { name, address }: { readonly name: string; readonly address: string }): XmlNode =>
  node(
    "korrespondansepart",
    node("korrespondanseparttype", type),
    node("korrespondansepartNavn", name || address || "ukjent"),
    optional("epostadresse", address),
  );

const documentDescription = (input: ArchiveInput, entry: Entry, file: DescribedFile, index: number): XmlNode => {
  const { rules } = input;
  return node(
    "dokumentbeskrivelse",
    node("systemID", guid(input, `${entry.key} ${file.path}`)),
    node("dokumenttype", file.mediaType === "message/rfc822" ? "E-post" : "Dokument"),
    node("dokumentstatus", "Dokumentet er ferdigstilt"),
    node("tittel", file.name),
    // This schema has no elements for format and checksum of a file; they are stated here and in SHA256SUMS.
    node("beskrivelse", `Format: ${file.mediaType}. Størrelse: ${file.size} byte. SHA-256: ${file.hash}`),
    node("opprettetDato", instant(entry.at)),
    node("opprettetAv", rules.system),
    node("tilknyttetRegistreringSom", index === 0 ? "Hoveddokument" : "Vedlegg"),
    node("dokumentnummer", String(index + 1)),
    node("tilknyttetDato", instant(entry.at)),
    node("tilknyttetAv", rules.system),
    shielding(rules),
    node(
      "dokumentobjekt",
      node("versjonsnummer", "1"),
      node("variantformat", "Produksjonsformat"),
      node("opprettetDato", instant(entry.at)),
      node("opprettetAv", rules.system),
      node("referanseDokumentfil", file.path),
    ),
  );
};

const shielding = ({ shielding: rule }: ArchiveRules): XmlNode | null =>
  rule
    ? node(
        "skjerming",
        node("tilgangsrestriksjon", rule.restriction),
        node("skjermingshjemmel", rule.authority),
        rule.metadata.map((one) => node("skjermingMetadata", one)),
        optional("skjermingDokument", rule.document),
      )
    : null;

const filled = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replace(/\{(\w+)\}/g, (whole, slot: string) => values[slot] ?? whole);

/** The same thing has the same identifier in every export of the case (RFC 9562, version 8). */
const guid = ({ digest, reference }: ArchiveInput, key: string): string => {
  const hex = digest(`guid ${reference} ${key}`);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};

const instant = (at: number): string => new Date(at).toISOString();

/** The date in Norway. */
const day = (at: number): string => new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Oslo" }).format(at);
