import type { Table } from "../../../src/history/files/table.ts";
import {
  type Proposal,
  type ProposalOptions,
  proposeFromExport,
} from "../../../src/history/proposal/export-proposal.ts";
import { Refusal } from "../../../src/refusal.ts";
import { READY } from "./ready-scorecard.ts";

export const N = 600;

/** One deal in three is won. */
export const isWon = (row: number) => row % 3 === 0;

export const day = (n: number) => new Date(Date.UTC(2024, 0, 1 + n)).toISOString();

export type Asked = Omit<ProposalOptions, "readyScorecard" | "name">;

export function propose(tables: readonly Table[], asked: Asked = {}): Proposal {
  const proposal = proposeFromExport(tables, { readyScorecard: READY, ...asked });
  if (proposal instanceof Refusal) throw new Error(proposal.message);
  return proposal;
}

export function refuse(tables: readonly Table[], asked: Asked = {}): Refusal {
  const refusal = proposeFromExport(tables, { readyScorecard: READY, ...asked });
  if (!(refusal instanceof Refusal)) throw new Error("expected a refusal");
  return refusal;
}

/** Bucket, characteristic, label and points of every line. */
export const linesOf = ({ scorecard }: Proposal) =>
  scorecard.buckets.flatMap((bucket) =>
    bucket.characteristics.flatMap(({ name, lines }) =>
      lines.map(({ label, points }) => [bucket.id, name, label, points]),
    ),
  );
