/** What each document of a message is: project description, CV, DPIA, application form or letter, variable list. */
import { isJustName } from "./people/names.ts";
import { type Block, type Document, documentText, isReadable } from "./document.ts";

export type DocumentRole = "application" | "project_description" | "cv" | "dpia" | "variables" | "other";

/** Roles of a document with what decided; `ignored` where it must not answer anything. */
export type RoleDecision = { readonly roles: readonly DocumentRole[]; readonly because: string; readonly ignored?: string };

type Scores = Record<"application" | "project_description" | "cv" | "dpia" | "variables", number>;

const NAME: Record<keyof Scores, RegExp> = {
  dpia: /dpia|personvernkonsekvens|personvernvurdering|personvernutgrei|personvernutredning|pvk(?![a-z])|vurdering av personvern|impact.?assessment|konsekvensvurdering|konsekvensanalys/iu,
  cv: /(?<![\p{L}])(?:cv|c\.v\.|curriculum|vitae|resume|lebenslauf|levnadsbeskrivning|meritter)(?![\p{L}])|(?:^|[\s_-])cv[_\s.-]|[_\s-]cv$|^cv/iu,
  project_description:
    /prosjekt(?:beskriv|skildr|skisse|plan|notat|omtale)|project.?(?:desc|plan|outline|proposal|summary)|research.?(?:plan|proposal|protocol|project)|forsk(?:n)?ings(?:plan|protokoll|prosjekt)|protokoll|protocol|projektbeskriv|beskrivelse|skildring|description|proposal|disposisjon|prosjektskisse|skisse|forskningsplan/iu,
  application:
    /søknad(?!s?skriv)|soknad|application|skjema|søknadsbrev|søknadsskjema|brev|letter|form(?![a-z])|ansøgning|ansökan|utfylt|punktene|oversendelse/iu,
  variables: /variabel|variable|variablar|dataoversikt|data.?list|datasett|data.?request|dataønske|codebook|kodebok|uttrekk/iu,
};

const HEAD: Record<keyof Scores, RegExp> = {
  dpia: /personvernkonsekvens|vurdering av personvern|personvernutgrei|personvernutredning|personvernvurdering|data protection impact assessment|(?<!\p{L})dpia(?!\p{L})|konsekvensutredning|konsekvensvurdering|konsekvensbedömning|datenschutz-?folgenabschätzung|privacy impact assessment/iu,
  cv: /curriculum\s*vit|(?<!\p{L})cv(?!\p{L})|^(?:meritter|résumé|resume|lebenslauf)|curriculum/imu,
  project_description:
    /prosjektbeskrivelse|prosjektskildring|prosjektskisse|prosjektplan|project description|research (?:proposal|plan|protocol)|project proposal|project plan|projektbeskriv|forsk(?:n)?ingsplan|forsk(?:n)?ingsprotokoll|study protocol|project outline|prosjektnotat|description of (?:the )?(?:research|project|study)|masterprosjekt|problemstilling/iu,
  application:
    /s[øo]knad om|søknadsskjema|søknad til|request for (?:access|data|disclosure)|(?:bestilling|utlevering) av (?:data|opplysninger|opplysningar|registerdata)|(?:begjæring|anmodning|oppmoding) om (?:innsyn|utlevering|data)|application (?:for|to|letter|form)|we (?:hereby )?apply|søker (?:med dette|herved|vi)|dispensasjon fra taushetsplikt|dispensasjon frå teieplikt|dispensation from|innsyn i|ansøgning|ansökan|dear (?:udi|sir)|til utlendingsdirektoratet|to the norwegian directorate/iu,
  variables: /variabelliste|variabeloversikt|variable list|list of variables|dataoversikt|variablar|variables requested|ønskede variabler/iu,
};

const CV_SECTION =
  /^(?:\d+\.?\s*)?(?:utdanning|utdanningsbakgrunn|education|academic (?:degrees|background|positions|appointments)|grader|degrees|arbeidserfaring|yrkeserfaring|arbeid|ansettelser|tilsettingar|stillinger|stillingar|employment|positions|work experience|professional experience|publikasjoner|publikasjonar|utvalgte publikasjoner|publications|selected publications|undervisning|undervising|teaching|språk|languages|verv|priser|awards|formidling|veiledning|rettleiing|supervision|akademiske stillinger|previous positions|current position|nåværende stilling|prosjekter|prosjektportefølje|referanser|referees|research grants|grants|kurs|anna|personalia|doktorgrad|uddannelse|ansættelser|forskningserfaring|research experience|utdannelse|karriere|career|faglige verv|personal information|personopplysninger|kvalifikasjoner|kompetanse|honours|honors|yrkespraksis|erfaring)\s*:?$/iu;
const DPIA_SECTION =
  /risiko(?:vurdering|er|analyse)?|restrisiko|risk (?:assessment|analysis|register)|residual risk|behandlingsgrunnlag|legal basis|lawful basis|rettsleg grunnlag|rettslig grunnlag|de registrertes? rett|rettar|rights of (?:the )?data subjects|data subjects|personvernombud|data protection officer|nødvendighet og (?:forholdsmessighet|proporsjonalitet)|necessity and proportionality|systematisk beskrivelse|forhåndsdrøft|prior consultation|databehandler|informasjonssikkerhet|konsekvens/iu;
const DESCRIPTION_SECTION =
  /problemstilling|forsk(?:n)?ingsspørsmål|research question|bakgrunn|background|teori|theor|metode|method|tidligere forsk|tidlegare forsk|previous research|state of the art|kunnskapsstatus|framdrift|fremdrift|progress|work ?packages|arbeidspakker|time ?plan|tidsplan|formidling|dissemination|litteratur|references|referanser|bibliography|hypotes|design|publisering|publication|kunnskapsbehov|betydning|relevance|aims|mål|deltak|organisering|data og/iu;

const VARIABLE_COLUMNS = /variabel|variable|opplysning|data item|felt/iu;

const LINK_TEXT = (blocks: readonly Block[], count: number): string =>
  blocks
    .slice(0, count)
    .map((block) => block.text)
    .join("\n")
    .slice(0, 900);

/** Decides the roles of one document from its name, its first lines and its sections. */
export const rolesOf = (document: Document): RoleDecision => {
  const base = (document.name.split("/").at(-1) ?? document.name)
    .normalize("NFC")
    .replace(/\.[a-z0-9]{2,5}$/i, "")
    .replace(/[_]+/g, " ");
  if (!isReadable(document)) return { roles: guessFromName(base), because: "name of a file that cannot be read" };
  const text = documentText(document);
  if (text.trim().length < 30) return { roles: ["other"], because: "hardly any text" };
  const head = LINK_TEXT(document.blocks, 7);
  const headings = document.blocks
    .filter((block) => block.kind === "heading" || (block.kind === "paragraph" && block.text.length < 60))
    .map((block) => block.text.trim());
  const firstColumn = document.blocks.flatMap((block) => (block.kind === "table" ? block.rows.map((row) => row[0]?.text.trim() ?? "") : []));
  const scores: Scores = { application: 0, project_description: 0, cv: 0, dpia: 0, variables: 0 };
  for (const role of Object.keys(scores) as (keyof Scores)[]) {
    if (NAME[role].test(base)) scores[role] += role === "project_description" || role === "application" ? 2 : 2.5;
    if (HEAD[role].test(head)) scores[role] += 2.5;
    if (HEAD[role].test(document.blocks[0]?.text ?? "") || HEAD[role].test(document.blocks[1]?.text ?? "")) scores[role] += 1;
  }
  const cvSections = new Set(headings.filter((heading) => CV_SECTION.test(heading)).map((heading) => heading.toLowerCase())).size;
  const dpiaSections = new Set(
    [...headings, ...firstColumn].filter((heading) => heading.length < 160 && DPIA_SECTION.test(heading)).map((heading) => heading.toLowerCase()),
  ).size;
  const descriptionSections = new Set(headings.filter((heading) => DESCRIPTION_SECTION.test(heading)).map((heading) => heading.toLowerCase())).size;
  scores.cv += cvSections >= 3 ? 3.5 : cvSections >= 2 ? 2.5 : cvSections * 0.7;
  scores.dpia += Math.min(3, dpiaSections * 0.6);
  scores.project_description += Math.min(2.6, descriptionSections * 0.5);
  if (cvSections < 2 && yearLines(text) >= 5 && /(?:født|fødd|born|ph\.?d|dr\.|cand\.|master)/iu.test(head)) scores.cv += 1.5;
  // A name at the top and years down the side: a life, whatever the file is called.
  if (isJustName((document.blocks[0]?.text ?? "").split("\n")[0] ?? "") && yearLines(text) >= 3) scores.cv += 2.5;
  const numberedPoints = new Set(
    [...headings, ...firstColumn, ...document.blocks.map((block) => (block.kind === "list_item" ? `${block.marker ?? ""} ${block.text}` : ""))].map(
      (line) => line.match(/^(\d{1,2})[.)]/)?.[1] ?? "",
    ),
  ).size;
  const asks =
    /taushetsplikt|teieplikt|duty of confidentiality|§\s*13\s*d|confidential(?:ity)? data|utlevering av|innsyn i|dispensasjon|dispensation/iu.test(
      text.slice(0, 4000),
    );
  if (asks && scores.dpia < 3 && scores.cv < 3) scores.application += 1.2;
  if (numberedPoints >= 12 && scores.dpia < 3) scores.application += 1;
  if (/^\s*(?:til|to|dear|hei|kjære)\b/imu.test(text.slice(0, 600)) && asks) scores.application += 1;
  if (isSheet(document)) scores.variables += VARIABLE_COLUMNS.test(head) ? 3 : 1.5;
  else if (scores.variables > 0 && scores.variables < 3) scores.variables -= 1;
  if (scores.dpia >= 3.5 && scores.cv > 0) scores.cv -= 2;
  return decide(scores, document, head);
};

const isSheet = (document: Document): boolean => /spreadsheet|ms-excel|csv/.test(document.mediaType);
const yearLines = (text: string): number => text.split("\n").filter((line) => /^\W*(?:19|20)\d\d\s*(?:[–:|-]|$)/.test(line.trim())).length;

const decide = (scores: Scores, document: Document, head: string): RoleDecision => {
  const ranked = (Object.entries(scores) as [keyof Scores, number][]).toSorted((a, b) => b[1] - a[1]);
  const [best, second] = ranked;
  if (!best || best[1] < 1.8) {
    // Prose of some length that asks nothing and describes a study is a description under any name.
    return { roles: ["other"], because: "nothing says what it is" };
  }
  const roles: DocumentRole[] = [best[0]];
  const both = new Set(["dpia", "project_description"]);
  if (
    second &&
    both.has(best[0]) &&
    both.has(second[0]) &&
    second[1] >= (TWO_IN_ONE.test(head) ? 2.5 : 4.2) &&
    HEAD.dpia.test(`${head}\n${headingText(document)}`) &&
    HEAD.project_description.test(`${head}\n${headingText(document)}`)
  )
    roles.push(second[0]);
  if (roles.includes("dpia") && isEmptyTemplate(document)) return { roles: ["other"], because: "an empty template", ignored: "empty_template" };
  return { roles, because: `score ${best[1].toFixed(1)}${second ? `, next ${second[0]} ${second[1].toFixed(1)}` : ""}` };
};

/** A document that says of itself that it is two. */
const TWO_IN_ONE =
  /felles ?dokument|samledokument|i (?:ett|eitt|samme|same) dokument|in (?:one|a single) document|combined document|(?<!\p{L})(?:del|part) (?:a|1|i)(?!\p{L})[\s\S]{0,300}(?<!\p{L})(?:del|part) (?:b|2|ii)(?!\p{L})/iu;

const headingText = (document: Document): string =>
  document.blocks
    .filter((block) => block.kind === "heading")
    .map((block) => block.text)
    .join("\n");

/** A template that nobody filled in: nearly all answer cells are empty. */
const isEmptyTemplate = (document: Document): boolean => {
  let filled = 0;
  let empty = 0;
  for (const block of document.blocks)
    if (block.kind === "table")
      for (const row of block.rows)
        for (const cell of row.slice(1)) {
          if (cell.text.replace(/[\s_.…☐-]/g, "") === "") empty += 1;
          else filled += 1;
        }
  return empty >= 12 && filled * 6 < empty;
};

const guessFromName = (base: string): DocumentRole[] => {
  for (const role of ["dpia", "cv", "project_description", "variables", "application"] as const) if (NAME[role].test(base)) return [role];
  return ["other"];
};
