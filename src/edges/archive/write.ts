/** A case package on disk, or as one zip file. */
import { mkdir, mkdtemp, open, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import yazl from "yazl";
import { Failure } from "#core/failure.ts";
import type { CasePackage } from "#core/package/case-package.ts";

/**
 * Writes the package as a folder: into a temporary one, flushed, then renamed, so that a folder with the final name is whole.
 * An earlier package of the case is kept under its name with a number. Throws Failure `data_unwritable`.
 */
export const writePackage = async (files: CasePackage, folder: string): Promise<string> => {
  try {
    await mkdir(folder, { recursive: true });
    const draft = await mkdtemp(join(folder, ".part-"));
    for (const { path, bytes } of files.files) await writeFlushed(join(draft, path), bytes);
    return await placeAt(draft, join(folder, files.name));
  } catch (cause) {
    throw new Failure(
      "data_unwritable",
      `the case package cannot be written into ${folder} (${(cause as NodeJS.ErrnoException).code ?? "unknown"})`,
      { cause },
    );
  }
};

const writeFlushed = async (path: string, bytes: Uint8Array): Promise<void> => {
  await mkdir(dirname(path), { recursive: true });
  const file = await open(path, "w");
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
};

/** Packages of one case that are kept; beyond it something is wrong. */
const MOST = 1_000;

const placeAt = async (draft: string, target: string): Promise<string> => {
  for (let number = 1; number < MOST; number += 1) {
    const name = number === 1 ? target : `${target}.${number}`;
    try {
      await rename(draft, name);
      return name;
    } catch (cause) {
      const { code } = cause as NodeJS.ErrnoException;
      if (code !== "ENOTEMPTY" && code !== "EEXIST") {
        await rm(draft, { recursive: true, force: true });
        throw cause;
      }
    }
  }
  await rm(draft, { recursive: true, force: true });
  throw new Error("too many packages of one case");
};

/** The package as a zip file in memory, all files within one folder. */
export const zipPackage = async (files: CasePackage): Promise<Uint8Array> => {
  const zip = new yazl.ZipFile();
  for (const { path, bytes } of files.files) zip.addBuffer(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), `${files.name}/${path}`);
  zip.end();
  const chunks: Buffer[] = [];
  for await (const chunk of zip.outputStream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
};
