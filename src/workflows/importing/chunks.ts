import type { ImportedLead, ImportFiles } from "../../history/reading/import-files.ts";
import { lockImport, saveImport } from "../../store/imports.ts";
import { shareLock } from "../../store/locks.ts";
import type { Context } from "../context.ts";
import type { Progress } from "../progress.ts";
import { type ImportCounts, keepChunk } from "./import-chunk.ts";
import { makeStorable } from "./storable.ts";

/** How far an import has come. */
export interface ImportCursor {
  /** Chunks that are kept. */
  readonly chunks: readonly number[];
  /** Leads in them. */
  readonly leads: number;
  /** When the import began, epoch milliseconds. */
  readonly startedAt: number;
  readonly counts: ImportCounts;
  readonly leftOut: ImportFiles["leftOut"];
}

type Chunks = readonly (readonly ImportedLead[])[];

const LEADS = 2_000;
const ACTIVITIES = 20_000;
/** Chunks at a time: while one is written the next is made. */
const LANES = 2;

/** Whole leads, until there are enough of them or of their activities. */
export function cutChunks(leads: readonly ImportedLead[]): Chunks {
  const chunks: ImportedLead[][] = [[]];
  let activities = 0;
  for (const lead of leads) {
    if (chunks.at(-1)!.length === LEADS || activities >= ACTIVITIES) {
      chunks.push([]);
      activities = 0;
    }
    chunks.at(-1)!.push(lead);
    activities += lead.activities.length;
  }
  return chunks;
}

interface Work {
  readonly id: number;
  readonly chunks: Chunks;
  /** How far an earlier run has come. */
  readonly resumed: ImportCursor;
  readonly onProgress: Progress;
}

/** Keeps the chunks that are not kept yet. */
export async function keepChunks(context: Context, work: Work): Promise<ImportCursor> {
  const { chunks, resumed, onProgress } = work;
  const kept = new Set(resumed.chunks);
  const waiting = [...chunks.keys()].filter((chunk) => !kept.has(chunk));
  let cursor = resumed;
  const runLane = async () => {
    for (let chunk = waiting.shift(); chunk !== undefined; chunk = waiting.shift()) {
      const at = await keepNumbered(context, work, chunk);
      if (at.leads > cursor.leads) cursor = at;
      onProgress(describeProgress(cursor.leads, countLeads(chunks)));
    }
  };
  const stop = (error: unknown) => {
    waiting.length = 0;
    throw error;
  };
  await Promise.all(Array.from({ length: LANES }, () => runLane().catch(stop)));
  return cursor;
}

/** Keeps one chunk and notes it in the row of the import, in one transaction. */
async function keepNumbered(context: Context, work: Work, chunk: number): Promise<ImportCursor> {
  const { id, chunks, resumed } = work;
  const leads = makeStorable(chunks[chunk]!);
  return context.database.transact(async (session) => {
    await shareLock(session, "live");
    const counts = await keepChunk(context, session, leads, resumed.startedAt);
    const { cursor } = await lockImport<ImportCursor>(session, id);
    // Another process that imports the same files was faster, so nothing was left to change.
    if (cursor.chunks.includes(chunk)) return cursor;
    const next = {
      ...cursor,
      chunks: [...cursor.chunks, chunk].toSorted((a, b) => a - b),
      leads: cursor.leads + leads.length,
      counts: addCounts(cursor.counts, counts),
    };
    const total = countLeads(chunks);
    await saveImport(session, id, {
      cursor: next,
      progress: { text: describeProgress(next.leads, total), done: next.leads, total },
      result: next.chunks.length < chunks.length ? null : { ...next.counts, leftOut: next.leftOut },
    });
    return next;
  });
}

function countLeads(chunks: Chunks): number {
  return chunks.reduce((count, leads) => count + leads.length, 0);
}

function describeProgress(done: number, total: number): string {
  const format = (n: number) => n.toLocaleString("en-US");
  return `${format(done)} of ${format(total)} leads kept`;
}

/** Before the first chunk. */
export const NOTHING: ImportCounts = {
  leads: { created: 0, changed: 0, same: 0 },
  activities: { added: 0, same: 0 },
  deals: { written: 0, same: 0 },
  feedback: { added: 0, same: 0 },
};

function addCounts(a: ImportCounts, b: ImportCounts): ImportCounts {
  return {
    leads: {
      created: a.leads.created + b.leads.created,
      changed: a.leads.changed + b.leads.changed,
      same: a.leads.same + b.leads.same,
    },
    activities: {
      added: a.activities.added + b.activities.added,
      same: a.activities.same + b.activities.same,
    },
    deals: { written: a.deals.written + b.deals.written, same: a.deals.same + b.deals.same },
    feedback: {
      added: a.feedback.added + b.feedback.added,
      same: a.feedback.same + b.feedback.same,
    },
  };
}
