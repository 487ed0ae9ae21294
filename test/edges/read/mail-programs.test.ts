/** Replies and forwarded mail as the mail programs of researchers write them: who wrote which line. */
import { describe, expect, it } from "vitest";
import { readMessage } from "#edges/read/reader.ts";

type Written = {
  readonly program: string;
  readonly subject: string;
  readonly html?: string;
  readonly text?: string;
  readonly lines: readonly string[];
};

const mails: readonly Written[] = [
  {
    program: "Outlook in bokmål",
    subject: "SV: Søknad om data [UDI 2026-0142-KXRT]",
    html: "<html xmlns:o=\"urn:schemas-microsoft-com:office:office\"><head><style>p.MsoNormal{margin:0}</style></head><body lang=NO-BOK><div class=WordSection1><p class=MsoNormal><span style='font-size:11.0pt'>Hei,<o:p></o:p></span></p><p class=MsoNormal><o:p>&nbsp;</o:p></p><p class=MsoNormal>Prosjektleders telefon er 55 58 12 34.<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p><p class=MsoNormal>Med vennlig hilsen<o:p></o:p></p><p class=MsoNormal><b>Kari Nordvik</b><o:p></o:p></p><p class=MsoNormal>førsteamanuensis | Høgskolen i Vest<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p><div><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'><p class=MsoNormal><b>Fra:</b> Statistikk UDI &lt;statistikk@udi.example&gt; <br><b>Sendt:</b> mandag 3. august 2026 10:12<br><b>Til:</b> Kari Nordvik &lt;kari@example.org&gt;<br><b>Emne:</b> [UDI 2026-0142-KXRT] Søknad om data<o:p></o:p></p></div></div><p class=MsoNormal><o:p>&nbsp;</o:p></p><p class=MsoNormal>Vi trenger mer fra deg.<o:p></o:p></p><p class=MsoNormal>Punkt 2. Prosjektleder: telefonnummer<o:p></o:p></p></div></body></html>",
    lines: [
      "own: Hei,",
      "own: Prosjektleders telefon er 55 58 12 34.",
      "signature: Med vennlig hilsen",
      "signature: Kari Nordvik",
      "signature: førsteamanuensis | Høgskolen i Vest",
      "quoted: Fra: Statistikk UDI <statistikk@udi.example>\nSendt: mandag 3. august 2026 10:12\nTil: Kari Nordvik <kari@example.org>\nEmne: [UDI 2026-0142-KXRT] Søknad om data",
      "quoted: Vi trenger mer fra deg.",
      "quoted: Punkt 2. Prosjektleder: telefonnummer",
    ],
  },
  {
    program: "Outlook in nynorsk",
    subject: "SV: Søknad",
    html: "<html><body><div class=WordSection1><p class=MsoNormal>Hei, telefonnummeret er 55 58 12 34.</p><p class=MsoNormal>Venleg helsing</p><p class=MsoNormal>Kari</p><div style='border:none;border-top:solid #E1E1E1 1.0pt'><p class=MsoNormal><b><span>Frå:</span></b><span> Statistikk &lt;s@udi.example&gt;<br><b>Sendt:</b> måndag 3. august 2026 10:12<br><b>Til:</b> Kari<br><b>Kopi:</b> Ola<br><b>Emne:</b> Søknad</span></p></div><p class=MsoNormal>Gammal tekst frå oss.</p></div></body></html>",
    lines: [
      "own: Hei, telefonnummeret er 55 58 12 34.",
      "signature: Venleg helsing",
      "signature: Kari",
      "quoted: Frå: Statistikk <s@udi.example>\nSendt: måndag 3. august 2026 10:12\nTil: Kari\nKopi: Ola\nEmne: Søknad",
      "quoted: Gammal tekst frå oss.",
    ],
  },
  {
    program: "Outlook in English",
    subject: "RE: Application",
    html: '<html><body><div class="WordSection1"><p class="MsoNormal">The phone number is +47 55 58 12 34.</p><p class="MsoNormal">Kind regards,<br>Kari</p><div><div style="border:none;border-top:solid #B5C4DF 1.0pt;padding:3.0pt 0in 0in 0in"><p class="MsoNormal"><b>From:</b> Statistics [mailto:s@udi.example] <br><b>Sent:</b> Monday, August 3, 2026 10:12 AM<br><b>To:</b> Kari<br><b>Subject:</b> Application</p></div></div><p class="MsoNormal">Old text from us.</p></div></body></html>',
    lines: [
      "own: The phone number is +47 55 58 12 34.",
      "signature: Kind regards,\nKari",
      "quoted: From: Statistics [mailto:s@udi.example]\nSent: Monday, August 3, 2026 10:12 AM\nTo: Kari\nSubject: Application",
      "quoted: Old text from us.",
    ],
  },
  {
    program: "Outlook on a phone",
    subject: "Sv: Søknad",
    html: '<html><head></head><body dir="auto"><div id="x_" dir="auto">Telefonen er 55 58 12 34.</div><div dir="auto"><br></div><div id="ms-outlook-mobile-signature"><div style="direction:ltr">Hent <a href="https://aka.ms/o0ukef">Outlook for iOS</a></div></div><hr style="display:inline-block;width:98%" tabindex="-1"><div id="divRplyFwdMsg" dir="ltr"><font face="Calibri, sans-serif" style="font-size:11pt" color="#000000"><b>Fra:</b> Statistikk &lt;s@udi.example&gt;<br><b>Sendt:</b> mandag, august 3, 2026 10:12 AM<br><b>Til:</b> Kari &lt;kari@example.org&gt;<br><b>Emne:</b> Søknad</font><div>&nbsp;</div></div><div>Gammel tekst fra oss.</div></body></html>',
    lines: [
      "own: Telefonen er 55 58 12 34.",
      "signature: Hent Outlook for iOS",
      "quoted: Fra: Statistikk <s@udi.example>\nSendt: mandag, august 3, 2026 10:12 AM\nTil: Kari <kari@example.org>\nEmne: Søknad",
      "quoted: Gammel tekst fra oss.",
    ],
  },
  {
    program: "Gmail",
    subject: "Re: Søknad",
    html: '<div dir="ltr"><div>Telefonen er 55 58 12 34.</div><div><br></div>-- <br><div dir="ltr" class="gmail_signature" data-smartmail="gmail_signature"><div dir="ltr">Kari Nordvik<div>Tlf 900 11 222</div></div></div></div><br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">man. 3. aug. 2026 kl. 10:12 skrev Statistikk UDI &lt;<a href="mailto:s@udi.example">s@udi.example</a>&gt;:<br></div><blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex"><div>Gammel tekst fra oss.</div></blockquote></div>',
    lines: [
      "own: Telefonen er 55 58 12 34.",
      "signature: --",
      "signature: Kari Nordvik",
      "signature: Tlf 900 11 222",
      "quoted: man. 3. aug. 2026 kl. 10:12 skrev Statistikk UDI <s@udi.example>:",
      "quoted: Gammel tekst fra oss.",
    ],
  },
  {
    program: "Gmail as text",
    subject: "Re: Søknad",
    text: "Telefonen er 55 58 12 34.\n\nman. 3. aug. 2026 kl. 10:12 skrev Statistikk UDI <s@udi.example>:\n\n> Gammel tekst fra oss.\n>\n> Mer gammel tekst.\n",
    lines: [
      "own: Telefonen er 55 58 12 34.",
      "quoted: man. 3. aug. 2026 kl. 10:12 skrev Statistikk UDI <s@udi.example>:",
      "quoted: Gammel tekst fra oss.",
      "quoted: Mer gammel tekst.",
    ],
  },
  {
    program: "Gmail with answers between",
    subject: "Re: Søknad",
    html: '<div dir="ltr"><div class="gmail_quote"><div dir="ltr" class="gmail_attr">man. 3. aug. 2026 kl. 10:12 skrev Statistikk &lt;s@udi.example&gt;:<br></div><blockquote class="gmail_quote" style="border-left:1px solid"><div>Punkt 2. Prosjektleder: telefonnummer</div></blockquote><div>55 58 12 34</div><blockquote class="gmail_quote" style="border-left:1px solid"><div>Punkt 7. Hvor lenge varer prosjektet?</div></blockquote><div>Til 31. juli 2029.</div><blockquote class="gmail_quote"><div>Vennlig hilsen UDI</div></blockquote></div></div>',
    lines: [
      "quoted: man. 3. aug. 2026 kl. 10:12 skrev Statistikk <s@udi.example>:",
      "quoted: Punkt 2. Prosjektleder: telefonnummer",
      "own: 55 58 12 34 <- Punkt 2. Prosjektleder: telefonnummer",
      "quoted: Punkt 7. Hvor lenge varer prosjektet?",
      "own: Til 31. juli 2029. <- Punkt 7. Hvor lenge varer prosjektet?",
      "quoted: Vennlig hilsen UDI",
    ],
  },
  {
    program: "Apple Mail",
    subject: "Re: Søknad",
    html: '<html><body style="overflow-wrap: break-word;">Telefonen er 55 58 12 34.<br id="lineBreakAtBeginningOfMessage"><div><br><blockquote type="cite"><div>Den 3. aug. 2026 kl. 10.12 skrev Statistikk &lt;s@udi.example&gt;:</div><br class="Apple-interchange-newline"><div>Gammel tekst fra oss.</div></blockquote></div><br></body></html>',
    lines: [
      "own: Telefonen er 55 58 12 34.",
      "quoted: Den 3. aug. 2026 kl. 10.12 skrev Statistikk <s@udi.example>:",
      "quoted: Gammel tekst fra oss.",
    ],
  },
  {
    program: "an iPhone",
    subject: "Re: Søknad",
    html: '<html><body dir="auto"><div dir="ltr">Telefonen er 55 58 12 34.</div><div dir="ltr"><br></div><div dir="ltr">Sendt fra min iPhone</div><div dir="ltr"><br><blockquote type="cite">3. aug. 2026 kl. 10:12 skrev Statistikk &lt;s@udi.example&gt;:<br><br></blockquote></div><blockquote type="cite"><div dir="ltr">﻿Gammel tekst fra oss.</div></blockquote></body></html>',
    lines: [
      "own: Telefonen er 55 58 12 34.",
      "signature: Sendt fra min iPhone",
      "quoted: 3. aug. 2026 kl. 10:12 skrev Statistikk <s@udi.example>:",
      "quoted: Gammel tekst fra oss.",
    ],
  },
  {
    program: "an iPhone as text",
    subject: "Re: Søknad",
    text: "Telefonen er 55 58 12 34.\n\nSendt fra min iPhone\n\n> 3. aug. 2026 kl. 10:12 skrev Statistikk <s@udi.example>:\n> \n> Gammel tekst fra oss.\n",
    lines: [
      "own: Telefonen er 55 58 12 34.",
      "signature: Sendt fra min iPhone",
      "quoted: 3. aug. 2026 kl. 10:12 skrev Statistikk <s@udi.example>:",
      "quoted: Gammel tekst fra oss.",
    ],
  },
  {
    program: "Thunderbird with answers between",
    subject: "Re: Søknad",
    html: '<html><body><p>Telefonen er 55 58 12 34.</p><div class="moz-cite-prefix">Den 03.08.2026 10:12, skrev Statistikk:<br></div><blockquote type="cite" cite="mid:abc@udi.example"><p>Punkt 2. Prosjektleder: telefonnummer</p></blockquote><p>Se over.</p><blockquote type="cite"><p>Punkt 7. Varighet</p></blockquote><p>Til 31. juli 2029.</p><div class="moz-signature">-- <br>Kari Nordvik<br>Høgskolen i Vest</div></body></html>',
    lines: [
      "own: Telefonen er 55 58 12 34.",
      "quoted: Den 03.08.2026 10:12, skrev Statistikk:",
      "quoted: Punkt 2. Prosjektleder: telefonnummer",
      "own: Se over. <- Punkt 2. Prosjektleder: telefonnummer",
      "quoted: Punkt 7. Varighet",
      "own: Til 31. juli 2029. <- Punkt 7. Varighet",
      "signature: --\nKari Nordvik\nHøgskolen i Vest <- Punkt 7. Varighet",
    ],
  },
  {
    program: "Thunderbird as text",
    subject: "Re: Søknad",
    text: "Den 03.08.2026 10:12, skrev Statistikk:\n> Punkt 2. Prosjektleder: telefonnummer\n\n55 58 12 34\n\n> Punkt 7. Varighet\n\nTil 31. juli 2029.\n\n-- \nKari Nordvik\nHøgskolen i Vest\n",
    lines: [
      "quoted: Den 03.08.2026 10:12, skrev Statistikk:",
      "quoted: Prosjektleder: telefonnummer",
      "own: 55 58 12 34 <- 2. Prosjektleder: telefonnummer",
      "quoted: Varighet",
      "own: Til 31. juli 2029. <- 7. Varighet",
      "signature: --\nKari Nordvik\nHøgskolen i Vest <- 7. Varighet",
    ],
  },
  {
    program: "eM Client",
    subject: "Re: Søknad",
    html: '<html><body><div>Telefonen er 55 58 12 34.</div><div><br /></div><div id="signature_old"><div style="font-family: Calibri">Kari Nordvik</div></div><div><br /></div><div>------ Original melding ------</div><div>Fra "Statistikk" &lt;s@udi.example&gt;</div><div>Til "Kari" &lt;kari@example.org&gt;</div><div>Dato 03.08.2026 10:12:44</div><div>Emne Søknad</div><div><br /></div><div id="x1"><blockquote cite="abc@udi.example" type="cite" class="cite2"><div>Gammel tekst fra oss.</div></blockquote></div></body></html>',
    lines: [
      "own: Telefonen er 55 58 12 34.",
      "signature: Kari Nordvik",
      "quoted: ------ Original melding ------",
      'quoted: Fra "Statistikk" <s@udi.example>',
      'quoted: Til "Kari" <kari@example.org>',
      "quoted: Dato 03.08.2026 10:12:44",
      "quoted: Emne Søknad",
      "quoted: Gammel tekst fra oss.",
    ],
  },
  {
    program: "eM Client as text",
    subject: "Re: Application",
    text: 'The phone is 55 58 12 34.\n\n------ Original Message ------\nFrom "Statistics" <s@udi.example>\nTo "Kari" <kari@example.org>\nDate 03.08.2026 10:12:44\nSubject Application\n\nOld text from us.\n',
    lines: [
      "own: The phone is 55 58 12 34.",
      "quoted: ------ Original Message ------",
      'quoted: From "Statistics" <s@udi.example>\nTo "Kari" <kari@example.org>\nDate 03.08.2026 10:12:44\nSubject Application',
      "quoted: Old text from us.",
    ],
  },
  {
    program: "Roundcube as text",
    subject: "Re: Søknad",
    text: "Statistikk skrev 03.08.2026 10:12:\n> Punkt 2. Prosjektleder: telefonnummer\n\n55 58 12 34\n\n> Punkt 7. Varighet\n\nTil 31. juli 2029.\n",
    lines: [
      "quoted: Statistikk skrev 03.08.2026 10:12:",
      "quoted: Prosjektleder: telefonnummer",
      "own: 55 58 12 34 <- 2. Prosjektleder: telefonnummer",
      "quoted: Varighet",
      "own: Til 31. juli 2029. <- 7. Varighet",
    ],
  },
  {
    program: "Roundcube",
    subject: "Re: Søknad",
    html: '<html><body style=\'font-size: 10pt\'><p>Telefonen er 55 58 12 34.</p><p id="reply-intro">På 2026-08-03 10:12, skrev Statistikk:</p><blockquote type="cite" style="padding: 0 0.4em; border-left: #1010ff 2px solid; margin: 0"><div id="replybody1"><p>Gammel tekst fra oss.</p></div></blockquote></body></html>',
    lines: ["own: Telefonen er 55 58 12 34.", "quoted: På 2026-08-03 10:12, skrev Statistikk:", "quoted: Gammel tekst fra oss."],
  },
  {
    program: "Outlook on the web",
    subject: "Sv: Søknad",
    html: '<html><body><div class="elementToProof" style="font-family: Aptos">Telefonen er 55 58 12 34.</div><div class="elementToProof"><br></div><div id="Signature"><div>Kari Nordvik</div><div>Høgskolen i Vest</div></div><div id="appendonsend"></div><hr style="display:inline-block;width:98%" tabindex="-1"><div id="divRplyFwdMsg" dir="ltr"><font face="Calibri"><b>Fra:</b>&nbsp;Statistikk &lt;s@udi.example&gt;<br><b>Sendt:</b>&nbsp;mandag 3. august 2026 10:12<br><b>Til:</b>&nbsp;Kari<br><b>Emne:</b>&nbsp;Søknad</font><div>&nbsp;</div></div><div class="BodyFragment"><div class="PlainText">Gammel tekst fra oss.</div></div></body></html>',
    lines: [
      "own: Telefonen er 55 58 12 34.",
      "signature: Kari Nordvik",
      "signature: Høgskolen i Vest",
      "quoted: Fra: Statistikk <s@udi.example>\nSendt: mandag 3. august 2026 10:12\nTil: Kari\nEmne: Søknad",
      "quoted: Gammel tekst fra oss.",
    ],
  },
  {
    program: "the new Outlook",
    subject: "Sv: Søknad",
    html: '<html><body><div>Telefonen er 55 58 12 34.</div><div id="mail-editor-reference-message-container"><div class="ms-outlook-mobile-reference-message skipProofing" style="padding: 3pt 0in 0in; border-width: 1pt medium medium; border-style: solid none none; border-color: rgb(181, 196, 223) currentcolor currentcolor; border-top: 1pt solid rgb(181, 196, 223);"><b>Fra: </b>Statistikk &lt;s@udi.example&gt;<br><b>Dato: </b>mandag 3. august 2026 kl. 10:12<br><b>Til: </b>Kari &lt;kari@example.org&gt;<br><b>Emne: </b>Søknad</div><div>Gammel tekst fra oss.</div></div></body></html>',
    lines: [
      "own: Telefonen er 55 58 12 34.",
      "quoted: Fra: Statistikk <s@udi.example>\nDato: mandag 3. august 2026 kl. 10:12\nTil: Kari <kari@example.org>\nEmne: Søknad",
      "quoted: Gammel tekst fra oss.",
    ],
  },
  {
    program: "Outlook with answers in red",
    subject: "SV: Søknad",
    html: "<html><body><div class=WordSection1><p class=MsoNormal>Se svar i rødt under.</p><div><div style='border:none;border-top:solid #E1E1E1 1.0pt'><p class=MsoNormal><b>Fra:</b> Statistikk<br><b>Sendt:</b> mandag 3. august 2026 10:12<br><b>Til:</b> Kari<br><b>Emne:</b> Søknad</p></div></div><p class=MsoNormal>Punkt 2. Prosjektleder: telefonnummer</p><p class=MsoNormal><span style='color:red'>55 58 12 34</span></p><p class=MsoNormal>Punkt 7. Varighet</p><p class=MsoNormal><span style='color:red'>Til 31. juli 2029.</span></p><p class=MsoNormal>Vennlig hilsen UDI</p></div></body></html>",
    lines: [
      "own: Se svar i rødt under.",
      "quoted: Fra: Statistikk\nSendt: mandag 3. august 2026 10:12\nTil: Kari\nEmne: Søknad",
      "quoted: Punkt 2. Prosjektleder: telefonnummer",
      "own: 55 58 12 34 <- Punkt 2. Prosjektleder: telefonnummer",
      "quoted: Punkt 7. Varighet",
      "own: Til 31. juli 2029. <- Punkt 7. Varighet",
      "quoted: Vennlig hilsen UDI",
    ],
  },
  {
    program: "forwarded by Outlook",
    subject: "VS: Søknad om data",
    html: "<html><body><div class=WordSection1><p class=MsoNormal>Se søknaden under.</p><p class=MsoNormal>Hilsen Ola</p><div><div style='border:none;border-top:solid #E1E1E1 1.0pt'><p class=MsoNormal><b>Fra:</b> Kari Nordvik &lt;kari@example.org&gt;<br><b>Sendt:</b> fredag 31. juli 2026 14:02<br><b>Til:</b> Ola Dunk<br><b>Emne:</b> Søknad om data</p></div></div><p class=MsoNormal>Vi søker om data til Vinterlys.</p><p class=MsoNormal>Kari</p></div></body></html>",
    lines: [
      "own: Se søknaden under.",
      "signature: Hilsen Ola",
      "forwarded: Fra: Kari Nordvik <kari@example.org>\nSendt: fredag 31. juli 2026 14:02\nTil: Ola Dunk\nEmne: Søknad om data",
      "forwarded: Vi søker om data til Vinterlys.",
      "forwarded: Kari",
    ],
  },
  {
    program: "forwarded by Gmail",
    subject: "Fwd: Søknad om data",
    html: '<div dir="ltr">Se under.<br><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">---------- Forwarded message ---------<br>Fra: <strong class="gmail_sendername" dir="auto">Kari Nordvik</strong> <span dir="auto">&lt;<a href="mailto:kari@example.org">kari@example.org</a>&gt;</span><br>Date: fre. 31. juli 2026 kl. 14:02<br>Subject: Søknad om data<br>To: Ola &lt;ola@example.org&gt;<br></div><br><br><div>Vi søker om data til Vinterlys.</div></div></div>',
    lines: [
      "own: Se under.",
      "forwarded: ---------- Forwarded message ---------\nFra: Kari Nordvik <kari@example.org>\nDate: fre. 31. juli 2026 kl. 14:02\nSubject: Søknad om data\nTo: Ola <ola@example.org>",
      "forwarded: Vi søker om data til Vinterlys.",
    ],
  },
  {
    program: "forwarded by Apple Mail",
    subject: "Vidaresendt: Søknad",
    html: '<html><body>Se under.<br><div><br><blockquote type="cite"><div>Videresendt melding:</div><br><div style="margin:0"><span><b>Fra: </b></span><span>Kari Nordvik &lt;kari@example.org&gt;<br></span></div><div><span><b>Emne: </b></span><span><b>Søknad om data</b><br></span></div><div><span><b>Dato: </b></span><span>31. juli 2026 kl. 14:02:11 CEST<br></span></div><div><span><b>Til: </b></span><span>Ola &lt;ola@example.org&gt;<br></span></div><br><div>Vi søker om data til Vinterlys.</div></blockquote></div></body></html>',
    lines: [
      "own: Se under.",
      "forwarded: Videresendt melding:",
      "forwarded: Fra: Kari Nordvik <kari@example.org>",
      "forwarded: Emne: Søknad om data",
      "forwarded: Dato: 31. juli 2026 kl. 14:02:11 CEST",
      "forwarded: Til: Ola <ola@example.org>",
      "forwarded: Vi søker om data til Vinterlys.",
    ],
  },
  {
    program: "forwarded by Thunderbird",
    subject: "Fwd: Søknad om data",
    text: "Se under.\n\n\n-------- Videresendt melding --------\nEmne: \tSøknad om data\nDato: \tFri, 31 Jul 2026 14:02:11 +0200\nFra: \tKari Nordvik <kari@example.org>\nTil: \tOla <ola@example.org>\n\n\n\nVi søker om data til Vinterlys.\n",
    lines: [
      "own: Se under.",
      "forwarded: -------- Videresendt melding --------\nEmne: \tSøknad om data\nDato: \tFri, 31 Jul 2026 14:02:11 +0200",
      "forwarded: Fra: | Kari Nordvik <kari@example.org>\nTil: | Ola <ola@example.org>",
      "forwarded: Vi søker om data til Vinterlys.",
    ],
  },
  {
    program: "an answer to a forwarded request",
    subject: "SV: VS: Søknad om data",
    text: "Telefonen er 55 58 12 34.\n\nMvh\nKari\n\nFra: Ola Dunk <ola@example.org>\nSendt: mandag 3. august 2026 10:12\nTil: Kari\nEmne: VS: Søknad om data\n\nKari, kan du svare UDI?\n\nFra: Statistikk <s@udi.example>\nSendt: fredag 31. juli 2026 10:12\nTil: Ola\nEmne: Søknad om data\n\nGammel tekst fra oss.\n",
    lines: [
      "own: Telefonen er 55 58 12 34.",
      "signature: Mvh\nKari",
      "quoted: Fra: Ola Dunk <ola@example.org>\nSendt: mandag 3. august 2026 10:12\nTil: Kari\nEmne: VS: Søknad om data",
      "quoted: Kari, kan du svare UDI?",
      "quoted: Fra: Statistikk <s@udi.example>\nSendt: fredag 31. juli 2026 10:12\nTil: Ola\nEmne: Søknad om data",
      "quoted: Gammel tekst fra oss.",
    ],
  },
  {
    program: "a Samsung phone",
    subject: "Re: Søknad",
    html: '<html><body><div dir="auto">Telefonen er 55 58 12 34.</div><div dir="auto"><br></div><div id="composer_signature" dir="auto"><div style="font-size:12px" dir="auto">Sendt fra min Galaxy</div></div><div><br></div><div align="left" dir="auto" style="font-size:100%;color:#000000"><div>-------- Opprinnelig melding --------</div><div>Fra: Statistikk &lt;s@udi.example&gt; </div><div>Dato: 03.08.2026  10:12  (GMT+01:00) </div><div>Til: Kari &lt;kari@example.org&gt; </div><div>Emne: Søknad </div><div><br></div></div><div>Gammel tekst fra oss.</div></body></html>',
    lines: [
      "own: Telefonen er 55 58 12 34.",
      "signature: Sendt fra min Galaxy",
      "quoted: -------- Opprinnelig melding --------",
      "quoted: Fra: Statistikk <s@udi.example>",
      "quoted: Dato: 03.08.2026 10:12 (GMT+01:00)",
      "quoted: Til: Kari <kari@example.org>",
      "quoted: Emne: Søknad",
      "quoted: Gammel tekst fra oss.",
    ],
  },
  {
    program: "Proton Mail",
    subject: "Re: Søknad",
    html: '<div style="font-family: Arial">Telefonen er 55 58 12 34.</div><div class="protonmail_signature_block"><div>Sent with <a href="https://proton.me/">Proton Mail</a> secure email.</div></div><div class="protonmail_quote">På mandag 3. august 2026 klokken 10:12, Statistikk &lt;s@udi.example&gt; skrev:<br><blockquote class="protonmail_quote" type="cite">Gammel tekst fra oss.<br></blockquote></div>',
    lines: [
      "own: Telefonen er 55 58 12 34.",
      "signature: Sent with Proton Mail secure email.",
      "quoted: På mandag 3. august 2026 klokken 10:12, Statistikk <s@udi.example> skrev:",
      "quoted: Gammel tekst fra oss.",
    ],
  },
  {
    program: "Yahoo",
    subject: "Re: Application",
    html: '<div class="ydp1"><div>The phone is 55 58 12 34.</div></div><div id="ydp2yahoo_quoted_1" class="ydp2yahoo_quoted"><div style="font-family:\'Helvetica Neue\'"><div>On Monday, August 3, 2026 at 10:12:44 AM GMT+2, Statistics &lt;s@udi.example&gt; wrote: </div><div><br></div><div><div>Old text from us.</div></div></div></div>',
    lines: [
      "own: The phone is 55 58 12 34.",
      "quoted: On Monday, August 3, 2026 at 10:12:44 AM GMT+2, Statistics <s@udi.example> wrote:",
      "quoted: Old text from us.",
    ],
  },
  {
    program: "Outlook as text",
    subject: "SV: Søknad",
    text: "Telefonen er 55 58 12 34.\n\nMed vennlig hilsen\nKari Nordvik\n\n________________________________\nFra: Statistikk <s@udi.example>\nSendt: mandag 3. august 2026 10:12\nTil: Kari\nEmne: Søknad\n\nGammel tekst fra oss.\n",
    lines: [
      "own: Telefonen er 55 58 12 34.",
      "signature: Med vennlig hilsen\nKari Nordvik",
      "quoted: Fra: Statistikk <s@udi.example>\nSendt: mandag 3. august 2026 10:12\nTil: Kari\nEmne: Søknad",
      "quoted: Gammel tekst fra oss.",
    ],
  },
  {
    program: "Outlook on a Mac",
    subject: "Re: Søknad",
    html: '<html><body><p>Telefonen er 55 58 12 34.</p><div><div style="border:none;border-top:solid #B5C4DF 1.0pt"><p><b><span style="color:black">Fra: </span></b><span style="color:black">Statistikk &lt;s@udi.example&gt;<br><b>Dato: </b>mandag 3. august 2026 kl. 10:12<br><b>Til: </b>Kari<br><b>Emne: </b>Søknad</span></p></div></div><p>Gammel tekst fra oss.</p></body></html>',
    lines: [
      "own: Telefonen er 55 58 12 34.",
      "quoted: Fra: Statistikk <s@udi.example>\nDato: mandag 3. august 2026 kl. 10:12\nTil: Kari\nEmne: Søknad",
      "quoted: Gammel tekst fra oss.",
    ],
  },
  {
    program: "an introduction over two lines",
    subject: "Re: Søknad",
    text: "3. aug. 2026 kl. 10:12 skrev Statistikk UDI\n<statistikk@udi.example>:\n\n> Punkt 2. Prosjektleder: telefonnummer\n55 58 12 34\n> Punkt 7. Varighet\nTil 31. juli 2029.\n",
    lines: [
      "quoted: 3. aug. 2026 kl. 10:12 skrev Statistikk UDI <statistikk@udi.example>:",
      "quoted: Prosjektleder: telefonnummer",
      "own: 55 58 12 34 <- 2. Prosjektleder: telefonnummer",
      "quoted: Varighet",
      "own: Til 31. juli 2029. <- 7. Varighet",
    ],
  },
];

/** "own: text", and after an arrow the quoted line that the text answers. */
const linesOf = async ({ subject, html, text }: Written): Promise<string[]> => {
  const isForwarded = /^(?:vs|fwd|vid)/i.test(subject);
  const raw = [
    "From: Kari Nordvik <kari@example.org>",
    "To: s@udi.example",
    `Subject: =?utf-8?B?${Buffer.from(subject).toString("base64")}?=`,
    ...(isForwarded ? [] : ["In-Reply-To: <asked@udi.example>"]),
    "MIME-Version: 1.0",
    `Content-Type: text/${html ? "html" : "plain"}; charset=utf-8`,
    "Content-Transfer-Encoding: base64",
    "",
    Buffer.from(html ?? text ?? "").toString("base64"),
  ];
  const { body } = await readMessage(Buffer.from(raw.join("\r\n")));
  return body.blocks.map((block) => `${block.origin}: ${block.text}${block.answersQuoted ? ` <- ${block.answersQuoted}` : ""}`);
};

describe("who wrote what, in mail written with", () => {
  it.each(mails)("$program", async (mail) => expect(await linesOf(mail)).toEqual(mail.lines));
});

describe("answers in colour within a quoted mail", () => {
  const quoted = "<div style='border-top:solid #E1E1E1 1pt'><b>Fra:</b> UDI<br><b>Sendt:</b> i dag<br><b>Emne:</b> Data</div>";
  const read = (html: string) => linesOf({ program: "", subject: "SV: Data", html, lines: [] });
  it("count only where the sender says that they are there", async () => {
    const rest = `${quoted}<p>Punkt 7. Varighet</p><p style="color:#c00000">Til 2029.</p>`;
    expect(await read(`<p>Se mine svar i rødt.</p>${rest}`)).toContain("own: Til 2029. <- Punkt 7. Varighet");
    expect(await read(`<p>My answers are in red below.</p>${rest}`)).toContain("own: Til 2029. <- Punkt 7. Varighet");
    expect(await read(`<p>Takk for svar.</p>${rest}`)).toContain("quoted: Til 2029.");
  });
  it("are told from Outlook's own dark blue and from links", async () => {
    const rest = `<p style="color:#1F497D">Punkt 7. Varighet</p><p><a href="https://udi.example" style="color:#0563c1">udi.example</a></p>`;
    const lines = await read(`<p>Se svar under.</p>${quoted}${rest}`);
    expect(lines.filter((line) => line.startsWith("own:"))).toEqual(["own: Se svar under."]);
  });
});

describe("the element that a mail program keeps for the signature", () => {
  it("is no signature where somebody wrote a letter into it", async () => {
    const letter = `<p>${"Prosjektet undersøker hvordan unge finner arbeid. ".repeat(25)}</p>`;
    const lines = await linesOf({
      program: "",
      subject: "Søknad",
      html: `<p>Hei</p><div id="Signature"><p>Kari Nordvik</p>${letter}</div>`,
      lines: [],
    });
    expect(lines.every((line) => line.startsWith("own:"))).toBe(true);
  });
});
