/** word-extractor ships no types: the part that doc.ts uses. */
declare module "word-extractor" {
  export type Extracted = {
    getBody(): string;
    getFootnotes(): string;
    getEndnotes(): string;
    getHeaders(options: { includeFooters: boolean }): string;
    getFooters(): string;
    getTextboxes(): string;
  };
  export default class WordExtractor {
    extract(source: Buffer): Promise<Extracted>;
  }
}
