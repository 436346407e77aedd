import { basename } from "node:path";
import type { RejectedRow, UnreadableCells } from "../../history/history.ts";
import type { Mapping } from "../../history/mapping.ts";
import { type ImportFiles, readForImport } from "../../history/reading/import-files.ts";
import { Refusal } from "../../refusal.ts";
import { writeAudit } from "../../store/audit.ts";
import { findImport, insertImport, resumeImport } from "../../store/imports.ts";
import { readLive } from "../../store/live.ts";
import type { Actor, Context } from "../context.ts";
import { readMapping } from "../documents.ts";
import type { Progress } from "../progress.ts";
import { cutChunks, type ImportCursor, keepChunks, NOTHING } from "./chunks.ts";
import type { ImportCounts } from "./import-chunk.ts";
import { type ImportSources, makeImportKey } from "./import-keys.ts";

export interface ImportInput extends ImportSources {
  /** Path of mapping.json. */
  readonly mapping: string;
  readonly actor: Actor;
}

export interface ImportResult {
  readonly job: number;
  /** done-before: the same files and mapping were imported earlier, and nothing was changed now. */
  readonly state: "done" | "done-before";
  readonly counts: ImportCounts;
  readonly leftOut: ImportFiles["leftOut"];
  /** Leads that an interrupted run had kept already. */
  readonly resumedAt: number;
  /** Rows that could not be read; none where the import was done before. */
  readonly rejected: readonly RejectedRow[];
  /** Cells that could not be read, and count as unknown. */
  readonly unreadable: readonly UnreadableCells[];
  /** False while nothing is published: leads are then kept without scores. */
  readonly scored: boolean;
}

/**
 * Imports export files in bulk, as the mapping of calibrate describes them.
 *
 * A chunk is some leads with all that is told of them. It is committed together with how far the import
 * has come, so the same files go on where an interrupted import stopped; once done they change nothing.
 */
export async function importExport(
  context: Context,
  input: ImportInput,
  onProgress: Progress,
): Promise<ImportResult | Refusal> {
  const mapping = await readMapping(input.mapping);
  if (mapping instanceof Refusal) return mapping;
  const key = await findKey(input, mapping);
  const known = key === null ? null : await findImport<ImportCursor>(context.database, key);
  if (known?.done) return describe(context, known, { state: "done-before" });
  const files = await readForImport(input.exports, mapping, { ...input, onProgress });
  if (files instanceof Refusal) return files;
  const chunks = cutChunks(files.leads);
  const named = key ?? (await makeImportKey(input, mapping));
  const { id, resumed } = await startImport(context, { key: named, files }, input);
  const cursor = await keepChunks(context, { id, chunks, resumed, onProgress });
  const { rejected, unreadable } = files;
  const told = { resumedAt: resumed.leads, rejected, unreadable };
  return describe(context, { id, cursor }, { state: "done", ...told });
}

/** Null where a file cannot be read, which reading it tells in better words. */
async function findKey(input: ImportInput, mapping: Mapping): Promise<string | null> {
  try {
    return await makeImportKey(input, mapping);
  } catch {
    return null;
  }
}

async function startImport(
  { database, now }: Context,
  { key, files }: { readonly key: string; readonly files: ImportFiles },
  { exports, activities, feedback, actor }: ImportInput,
): Promise<{ readonly id: number; readonly resumed: ImportCursor }> {
  const names = [...exports, activities, feedback].filter((path) => path !== undefined);
  return database.transact(async (session) => {
    const cursor: ImportCursor = {
      chunks: [],
      leads: 0,
      startedAt: now(),
      counts: NOTHING,
      leftOut: files.leftOut,
    };
    const id = await insertImport(session, {
      key,
      input: { files: names.map((path) => basename(path)), leads: files.leads.length },
      cursor,
      createdBy: actor.name,
    });
    if (id !== null) {
      await writeAudit(session, actor, "import", `job:${id}`, { leads: files.leads.length });
      return { id, resumed: cursor };
    }
    const begun = (await findImport<ImportCursor>(session, key))!;
    await resumeImport(session, begun.id);
    return { id: begun.id, resumed: begun.cursor };
  });
}

async function describe(
  { database }: Context,
  { id, cursor }: { readonly id: number; readonly cursor: ImportCursor },
  rest: Pick<ImportResult, "state"> &
    Partial<Pick<ImportResult, "resumedAt" | "rejected" | "unreadable">>,
): Promise<ImportResult> {
  const { counts, leftOut } = cursor;
  const scored = (await readLive(database)) !== null;
  return { job: id, resumedAt: 0, rejected: [], unreadable: [], counts, leftOut, scored, ...rest };
}
