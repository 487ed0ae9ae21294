/** Phrasings written for the test of item 6: text, parts answered, participants as "name / title / institution", and who sends it. */
export type Phrasing = {
  readonly text: string;
  readonly parts: string;
  readonly people: readonly string[];
  readonly sender?: string;
};

export const PHRASINGS: readonly Phrasing[] = [
  {
    text: "# Prosjektgruppe og tilgang\n\nProsjektet ledes av Ragnhild Støylen, forsker I ved Havforsk. Sammen med henne arbeider postdoktor Idris Ahmed Warsame og vitenskapelig assistent Pernille Aas-Hagen. Alle tre er ansatt ved Havforsk og skal lese saksmappene. Stipendiat Nils Oma skriver om presse og får ikke tilgang.",
    parts: "pti",
    people: [
      "Ragnhild Støylen / forsker I / Havforsk",
      "Idris Ahmed Warsame / postdoktor / Havforsk",
      "Pernille Aas-Hagen / vitenskapelig assistent / Havforsk",
    ],
  },
  {
    text: "Tilgang til opplysningene:\n1) Bjarte Kvåle – professor – Universitetet i Stavanger\n2) Mina Farahani – stipendiat – Universitetet i Stavanger\n\nReferansegruppe (uten tilgang):\n- Tone Berg, fagdirektør, IMDi\n- Jonas Ek, rådgiver, KS",
    parts: "pti",
    people: ["Bjarte Kvåle / professor / Universitetet i Stavanger", "Mina Farahani / stipendiat / Universitetet i Stavanger"],
  },
  {
    text: "| Rolle | Navn | Stilling | Institusjon | Tilgang |\n| Institusjonsleder | Kari Mæland | rektor | Høgskolen i Østfold | nei |\n| Prosjektleder | Ståle Wiik | dosent | Høgskolen i Østfold | ja |\n| Medarbeider | Leyla Aydin | høgskolelektor | Høgskolen i Østfold | ja |\n| Personvernombud | Per Tangen | rådgiver | Sikt | nei |",
    parts: "pti",
    people: ["Ståle Wiik / dosent / Høgskolen i Østfold", "Leyla Aydin / høgskolelektor / Høgskolen i Østfold"],
  },
  {
    text: "Only two people will be able to open the files: Dr Fiona Macrae (Senior Lecturer, University of Dunmore) and her doctoral student Tom Okafor, also at Dunmore. The steering committee, chaired by Professor Alan Reid, sees published tables only.",
    parts: "pti",
    people: ["Fiona Macrae / Senior Lecturer / University of Dunmore", "Tom Okafor / doctoral student / Dunmore"],
  },
  {
    text: "Deltakarar\n\nSteinar Hovland (HVL, førsteamanuensis), Anja Lothe (HVL, stipendiat), Gro Mykland (Helse Førde, psykologspesialist). Alle tre treng tilgang til dei utleverte opplysningane.",
    parts: "pti",
    people: ["Steinar Hovland / førsteamanuensis / HVL", "Anja Lothe / stipendiat / HVL", "Gro Mykland / psykologspesialist / Helse Førde"],
  },
  {
    text: "| | Person 1 | Person 2 |\n| Navn | Eva Lunde | Karim Saleh |\n| Tittel | Forsker II | Seniorrådgiver |\n| Institusjon | NIFU | NAV |\n| Får tilgang | Ja | Nei |",
    parts: "pti",
    people: ["Eva Lunde / Forsker II / NIFU"],
  },
  {
    text: "Jeg er masterstudent i statsvitenskap ved Universitetet i Bergen. Det er kun jeg og veilederen min, førsteamanuensis Siv Raa ved samme institutt, som får se opplysningene.\n\nHilsen\nEmil Dahle",
    parts: "pti",
    people: ["Emil Dahle / masterstudent / Universitetet i Bergen", "Siv Raa / førsteamanuensis / Universitetet i Bergen"],
    sender: "Emil Dahle",
  },
  {
    text: "Project members with access to the microdata are listed below.\n\n| Name | Affiliation and position |\n| Dr. Hanne Lindqvist | Uppsala University, associate professor |\n| Marco Bellini | Uppsala University, PhD student |",
    parts: "pti",
    people: ["Hanne Lindqvist / associate professor / Uppsala University", "Marco Bellini / PhD student / Uppsala University"],
  },
  {
    text: "Opplysningene skal bare behandles av prosjektleder Anne Marie Sunde (forsker, PHS) og forskningsassistent Ola Kleven (PHS).\n\nForfattere av tidligere rapport: Per Myhre (professor, UiO) og Ann Li (forsker, ISF).",
    parts: "pti",
    people: ["Anne Marie Sunde / forsker / PHS", "Ola Kleven / forskningsassistent / PHS"],
  },
  {
    text: "Deltakere med tilgang: Hilde Rustad, professor ved Universitetet i Agder, Lars Moen, førsteamanuensis ved Universitetet i Agder, og Signe Vold.",
    parts: "p",
    people: ["Hilde Rustad / professor / Universitetet i Agder", "Lars Moen / førsteamanuensis / Universitetet i Agder", "Signe Vold /  / "],
  },
  {
    text: "Project team: Professor Ingrid Solheim, University of Oslo; Dr Peter Brandt, University of Oslo; Mei Tan. All of them will have access to the data.",
    parts: "p",
    people: ["Ingrid Solheim / Professor / University of Oslo", "Peter Brandt /  / University of Oslo", "Mei Tan /  / "],
  },
  {
    text: "Rådgivende gruppe: professor Karl Ås (UiO) og seniorforsker May Lie (Fafo). Gruppen møtes to ganger i året og får ikke se data.",
    parts: "",
    people: [],
  },
  {
    text: "Tilgang gis av prosjektleder etter søknad og trekkes tilbake når medarbeideren slutter. Loggene gjennomgås av IT-sikkerhetsleder Jan Moe hver måned.",
    parts: "",
    people: [],
  },
  { text: "Spørsmål om innsyn kan rettes til personvernombud Thea Sand ved Universitetet i Vest.", parts: "", people: [] },
  { text: "| Dokument | Ansvarlig | Frist |\n| DPIA | Kari Vik | 1. mars |\n| Søknad | Per Dal | 1. april |", parts: "", people: [] },
  {
    text: "Dr. Lena Krogh (Aarhus Universitet) og professor Nils Friis (SDU) har kommentert protokollen, men deltar ikke i prosjektet.",
    parts: "",
    people: [],
  },
  { text: "We request access to case files held by UDI. The project is led by Professor Anna Holm, University of Turku.", parts: "", people: [] },
  {
    text: "Fire forskere vil lese vedtakene, alle ansatt ved Institutt for samfunnsforskning: Hege Lund (forsker I), Odd Bakke (forsker II), Sara Khan (forsker II) og Ivar Nes (stipendiat).",
    parts: "pti",
    people: [
      "Hege Lund / forsker I / Institutt for samfunnsforskning",
      "Odd Bakke / forsker II / Institutt for samfunnsforskning",
      "Sara Khan / forsker II / Institutt for samfunnsforskning",
      "Ivar Nes / stipendiat / Institutt for samfunnsforskning",
    ],
  },
  {
    text: "6 Prosjektdeltakere\nNavn: Wenche Moland\nTittel: seniorforsker\nArbeidsgiver: Frischsenteret\n\nNavn: Abdul Rahimi\nTittel: forsker\nArbeidsgiver: Frischsenteret",
    parts: "pti",
    people: ["Wenche Moland / seniorforsker / Frischsenteret", "Abdul Rahimi / forsker / Frischsenteret"],
  },
  {
    text: "Data vil være tilgjengelig for Tormod Aune (overlege, St. Olavs hospital), Guri Vik (ph.d.-stipendiat, NTNU) og Ellen Strøm (statistiker, NTNU). Studiesykepleiere og studenter har ikke tilgang.",
    parts: "pti",
    people: ["Tormod Aune / overlege / St. Olavs hospital", "Guri Vik / ph.d.-stipendiat / NTNU", "Ellen Strøm / statistiker / NTNU"],
  },
  {
    text: "The following researchers, all based at Chr. Michelsen Institute, will work with the data: Ruth Hagen (research professor), Daniel Mwangi (senior researcher), and Liv Tveit (research assistant).",
    parts: "pti",
    people: [
      "Ruth Hagen / research professor / Chr. Michelsen Institute",
      "Daniel Mwangi / senior researcher / Chr. Michelsen Institute",
      "Liv Tveit / research assistant / Chr. Michelsen Institute",
    ],
  },
  {
    text: "Ingen andre enn professor Dag Moe og stipendiat Rita Bakke, begge ved Juridisk fakultet, Universitetet i Oslo, skal ha innsyn i dokumentene.",
    parts: "pti",
    people: ["Dag Moe / professor / Juridisk fakultet, Universitetet i Oslo", "Rita Bakke / stipendiat / Juridisk fakultet, Universitetet i Oslo"],
  },
  {
    text: "Bare undertegnede vil ha tilgang til dokumentene.\n\nMed vennlig hilsen\nSolveig Aakre\nførstekonservator\nNorsk Innvandringsmuseum",
    parts: "pti",
    people: ["Solveig Aakre / førstekonservator / Norsk Innvandringsmuseum"],
  },
  {
    text: "| Navn | Stilling/institusjon |\n| Mona Ask, Jens Ruud | forskere, NOVA OsloMet |\n| Anders Holte | professor, UiB |\n\nTabellen over viser hvem som får tilgang.",
    parts: "pti",
    people: ["Mona Ask / forskere / NOVA OsloMet", "Jens Ruud / forskere / NOVA OsloMet", "Anders Holte / professor / UiB"],
  },
  {
    text: "Kven skal sjå opplysningane? Berre rådgjevar Kjell Nes og spesialrådgjevar Marit Lid i Vestland fylkeskommune.",
    parts: "pti",
    people: ["Kjell Nes / rådgjevar / Vestland fylkeskommune", "Marit Lid / spesialrådgjevar / Vestland fylkeskommune"],
  },
  {
    text: "Prosjektleder: førsteamanuensis Tor Hauge, Nord universitet\n\nProsjektleder er den eneste som får tilgang til opplysningene.",
    parts: "pti",
    people: ["Tor Hauge / førsteamanuensis / Nord universitet"],
  },
  {
    text: "Tilgang: prosjektleder (Ane Bru, seniorforsker, NORCE) og to stipendiater som ikke er ansatt ennå.",
    parts: "pti",
    people: ["Ane Bru / seniorforsker / NORCE"],
  },
  {
    text: "- Silje Foss (forsker, Fafo): full tilgang\n- Ali Noor (forsker, Fafo): full tilgang\n- Berit Kolstad (kommunikasjonsrådgiver, Fafo): ingen tilgang",
    parts: "pti",
    people: ["Silje Foss / forsker / Fafo", "Ali Noor / forsker / Fafo"],
  },
  {
    text: "Prosjektet er bemannet av Kine Rød (postdoktor, UiT) og Aslak Utsi (professor, Samisk høgskole). Begge får lesetilgang. Masterstudenten Tuva Dahl arbeider med avisartikler.",
    parts: "pti",
    people: ["Kine Rød / postdoktor / UiT", "Aslak Utsi / professor / Samisk høgskole"],
  },
  {
    text: "Access list\n\n- Dr. Omar Farouk, Reader in Law, University of Kenwick\n- Ms Jane Holt, Research Associate, University of Kenwick\n\nNo other person will have access.",
    parts: "pti",
    people: ["Omar Farouk / Reader in Law / University of Kenwick", "Jane Holt / Research Associate / University of Kenwick"],
  },
  {
    text: "Dei som skal lese dokumenta: underteikna og stipendiat Jorunn Vold (HVL).\n\nHelsing\nArne Systad\nprofessor, HVL",
    parts: "pti",
    people: ["Arne Systad / professor / HVL", "Jorunn Vold / stipendiat / HVL"],
    sender: "Arne Systad",
  },
  {
    text: "Kun prosjektleder har tilgang til rådata. Prosjektleder er Randi Skaar, overlege ved Oslo universitetssykehus.",
    parts: "pti",
    people: ["Randi Skaar / overlege / Oslo universitetssykehus"],
  },
  { text: "Prosjektmedarbeidere: Vegard Elde, NTNU, og Camilla Ro, NTNU.", parts: "pi", people: ["Vegard Elde /  / NTNU", "Camilla Ro /  / NTNU"] },
  {
    text: "| Prosjektdeltaker | Tittel | Arbeidssted |\n| Hanne Vik | Professor | Universitetet i Oslo |\n| Ole Strand | Stipendiat | |",
    parts: "pt",
    people: ["Hanne Vik / Professor / Universitetet i Oslo", "Ole Strand / Stipendiat / "],
  },
  {
    text: "Datatilgang\n\nFølgende prosjektmedlemmer får brukerkonto i TSD:\n\n- Grete Holm (professor, UiO)\n- Bilal Khan (forsker, UiO)\n- Lisa Berge (ph.d.-kandidat, OsloMet)\n\nIT-ansvarlig Trond Moe (UiO) drifter serveren.",
    parts: "pti",
    people: ["Grete Holm / professor / UiO", "Bilal Khan / forsker / UiO", "Lisa Berge / ph.d.-kandidat / OsloMet"],
  },
  {
    text: "The data will be analysed by Associate Professor Emil Strand and Dr Yuki Tanaka (researcher), both at the Norwegian School of Economics. Professor Hans Weber at Mannheim is a co-author but will not have access to the data.",
    parts: "pti",
    people: ["Emil Strand / Associate Professor / Norwegian School of Economics", "Yuki Tanaka / researcher / Norwegian School of Economics"],
  },
  {
    text: "Styringsgruppen ledes av dekan Unni Rask (UiA). Prosjektgruppen består av professor Leif Tjelta (UiA) og førsteamanuensis Nora Bie (UiA), som begge skal arbeide med de utleverte dataene.",
    parts: "pti",
    people: ["Leif Tjelta / professor / UiA", "Nora Bie / førsteamanuensis / UiA"],
  },
  {
    text: "Opplysningene blir kun gjort tilgjengelige for to forskere ved Telemarksforsking, Kjersti Ulv (forsker II) og Per Aas (forsker III).",
    parts: "pti",
    people: ["Kjersti Ulv / forsker II / Telemarksforsking", "Per Aas / forsker III / Telemarksforsking"],
  },
  { text: "Ansvarlig for sletting er arkivleder Mona Dahl. Tilgangen opphører 31.12.2029.", parts: "", people: [] },
  { text: "Vi har drøftet tilgang til dokumentene med seniorrådgiver Jan Berg i UDI.", parts: "", people: [] },
  {
    text: "Litteratur\n\nBerg, A. og Lie, K. (2020). Tilgang til rettigheter. Oslo: Fagbokforlaget.\nHolm, Per (2018). Access to data in research. Journal of Data 3(2).",
    parts: "",
    people: [],
  },
  { text: "CV for prosjektleder er vedlagt. Tilgang til data er beskrevet i DPIA-en.", parts: "", people: [] },
  {
    text: "The project is supervised by Professor Erik Lund (NTNU). Access to the archive is granted by archivist May Nilsen.",
    parts: "",
    people: [],
  },
  {
    text: "6.2 Tilgang\nProsjektleder Sissel Grønn (seniorforsker, SINTEF) og statistiker Bo Hagen (SINTEF) har tilgang til koblet fil. Forskningsassistent Ida Moe (SINTEF) har bare tilgang til anonymiserte tabeller.",
    parts: "pti",
    people: ["Sissel Grønn / seniorforsker / SINTEF", "Bo Hagen / statistiker / SINTEF"],
  },
  {
    text: "Deltakere (alle ved Fafo): Jon Rye, forsker; Eli Vang, forskningsleder; Amir Sadeghi, forsker. Alle tre har tilgang.",
    parts: "pti",
    people: ["Jon Rye / forsker / Fafo", "Eli Vang / forskningsleder / Fafo", "Amir Sadeghi / forsker / Fafo"],
  },
  {
    text: "Jeg, Frida Nes, stipendiat ved VID vitenskapelige høgskole, og hovedveileder Odd Lie, professor samme sted, er de eneste som får lese journalene.",
    parts: "pti",
    people: ["Frida Nes / stipendiat / VID vitenskapelige høgskole", "Odd Lie / professor / VID vitenskapelige høgskole"],
    sender: "Frida Nes",
  },
  {
    text: "Researchers who will work with the data: Prof. dr. Jan de Vries (Universiteit Leiden), Dr. Sofia Ek (postdoctoral researcher, Universiteit Leiden).",
    parts: "pti",
    people: ["Jan de Vries / Prof. / Universiteit Leiden", "Sofia Ek / postdoctoral researcher / Universiteit Leiden"],
  },
  {
    text: "Navn og institusjon for dem som får tilgang:\nKnut Vie, professor, Institutt for sosiologi, UiB\nSara Lid, stipendiat, samme sted",
    parts: "pti",
    people: ["Knut Vie / professor / UiB", "Sara Lid / stipendiat / UiB"],
  },
];
