import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { readTable, type Table } from "../history/files/table.ts";
import {
  type Proposal,
  type ProposalOptions,
  proposeFromExport,
} from "../history/proposal/export-proposal.ts";
import { Refusal } from "../refusal.ts";
import { readScorecards } from "./documents.ts";
import type { Progress } from "./progress.ts";

export interface ProposeInput extends Pick<ProposalOptions, "outcome" | "id"> {
  readonly exports: readonly string[];
  readonly preset?: "salesforce" | "hubspot";
  /** Days after creation as of which leads are scored, where a person has decided. */
  readonly asOfDays?: number;
  readonly onProgress: Progress;
}

const READY_SCORECARD = fileURLToPath(new URL("../../models/b2b-software.json", import.meta.url));

/** Looks at an export and proposes a mapping and a scorecard to start from. */
export async function propose(input: ProposeInput): Promise<Proposal | Refusal> {
  const ready = await readScorecards(READY_SCORECARD);
  if (ready instanceof Refusal) return ready;
  const tables: Table[] = [];
  for (const path of input.exports) {
    input.onProgress(`reading ${basename(path)}`);
    const table = await readTable(path);
    if (table instanceof Refusal) return table;
    tables.push(table);
  }
  input.onProgress("looking at every column");
  return proposeFromExport(tables, {
    readyScorecard: ready.fallback,
    ...(input.preset !== undefined && { preset: input.preset }),
    ...(input.asOfDays !== undefined && { asOfDays: input.asOfDays }),
    ...(input.outcome !== undefined && { outcome: input.outcome }),
    ...(input.id !== undefined && { id: input.id }),
  });
}
