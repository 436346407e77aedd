import { mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { extname, join, sep } from "node:path";
import { Refusal } from "../../refusal.ts";
import type { Upload } from "../../store/uploads.ts";
import type { UploadRole } from "./training-input.ts";

/** Files of an upload in a folder of their own. */
export interface UploadFolder {
  /** Path of a file, where it came. */
  readonly pathOf: (role: UploadRole) => string | undefined;
}

/** Kinds of file that are told apart by the end of their name. */
const EXTENSIONS = new Set([".csv", ".tsv", ".txt", ".json", ".jsonl", ".ndjson", ".parquet"]);

const PREFIX = "counterweight-training-";
/** No training takes so long: an older folder is of a service that was killed. */
const OLDEST_MS = 86_400_000;

/** Lays files into a folder that is removed when the work is done, whatever becomes of it. */
export async function withUploadFolder<T>(
  uploads: readonly Upload[],
  work: (folder: UploadFolder) => Promise<T>,
): Promise<T | Refusal> {
  await removeLeftovers();
  const folder = await mkdtemp(join(tmpdir(), PREFIX));
  try {
    const paths = new Map<string, string>();
    for (const upload of uploads) {
      const path = join(folder, nameFile(upload));
      await writeFile(path, upload.content);
      paths.set(upload.role, path);
    }
    const outcome = await work({ pathOf: (role) => paths.get(role) });
    return outcome instanceof Refusal ? withoutFolder(outcome, folder) : outcome;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function removeLeftovers(): Promise<void> {
  const names = (await readdir(tmpdir())).filter((name) => name.startsWith(PREFIX));
  for (const folder of names.map((name) => join(tmpdir(), name))) {
    const made = await stat(folder).catch(() => null);
    if (made !== null && Date.now() - made.mtimeMs > OLDEST_MS)
      await rm(folder, { recursive: true, force: true }).catch(() => {});
  }
}

function nameFile({ role, name }: Upload): string {
  const extension = extname(name).toLowerCase();
  return role + (EXTENSIONS.has(extension) ? extension : ".csv");
}

/** Where the files lay for a while is nobody's concern. */
function withoutFolder({ code, message, remedy, details }: Refusal, folder: string): Refusal {
  const strip = (text: string) =>
    text.replaceAll(folder + sep, "").replaceAll(folder, "the upload");
  return new Refusal(
    code,
    strip(message),
    strip(remedy),
    details.map(({ where, reason }) => ({ where: strip(where), reason: strip(reason) })),
  );
}
