import { createHash } from "node:crypto";
import { mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
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
/** Processes are told apart by their numbers on one host only; others may share the folder. */
const HOST = createHash("sha256").update(hostname()).digest("hex").slice(0, 8);
/** No training takes so long: an older folder is of a service that was killed. */
const OLDEST_MS = 86_400_000;

/** Lays files into a folder that is removed when the work is done, whatever becomes of it. */
export async function withUploadFolder<T>(
  uploads: readonly Upload[],
  work: (folder: UploadFolder) => Promise<T>,
): Promise<T | Refusal> {
  await removeLeftovers();
  const folder = await mkdtemp(join(tmpdir(), `${PREFIX}${HOST}_${process.pid}_`));
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

/** Removes the folders of services that were killed. */
export async function removeLeftovers(): Promise<void> {
  const names = (await readdir(tmpdir())).filter((name) => name.startsWith(PREFIX));
  for (const name of names) {
    const folder = join(tmpdir(), name);
    const made = await stat(folder).catch(() => null);
    if (made !== null && isLeftover(name, made.mtimeMs))
      await rm(folder, { recursive: true, force: true }).catch(() => {});
  }
}

function isLeftover(name: string, madeMs: number): boolean {
  const now = Date.now();
  if (now - madeMs > OLDEST_MS) return true;
  const [host, id] = name.slice(PREFIX.length).split("_");
  const pid = Number(id);
  if (host !== HOST || !Number.isInteger(pid) || pid < 1) return false;
  // In a container that was started again, the killed process had the number of this one.
  return pid === process.pid ? madeMs < now - process.uptime() * 1000 : !isAlive(pid);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
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
