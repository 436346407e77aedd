import { Refusal } from "../../refusal.ts";
import type { Table } from "../files/table.ts";
import type { Duplicate } from "../history.ts";
import { type DealRows, readDealRows } from "./deal-rows.ts";
import { keepOneRowEach } from "./duplicates.ts";
import type { Reading } from "./join.ts";
import { mappedColumns } from "./roles.ts";
import { refuseRejected } from "./sorting-out.ts";

export interface StandingDeals {
  readonly all: DealRows;
  /** Rows that stand, rising: one a deal. */
  readonly rows: readonly number[];
  readonly duplicates: readonly Duplicate[];
}

/** Reads the rows of the file of deals and keeps one a deal; refuses where half are unusable. */
export function readStandingDeals(table: Table, reading: Reading): StandingDeals | Refusal {
  const { mapping, log } = reading;
  const all = readDealRows(table, mapping, reading);
  const broken = refuseRejected(table, log.rejected);
  if (broken !== null) return broken;
  const { rows, duplicates } = keepOneRowEach({
    table,
    rows: all.rows,
    ids: all.ids,
    modifiedAt: all.modifiedAt && { column: mapping.deals.modifiedAt!, values: all.modifiedAt },
    compared: table.columns.filter(mappedColumns(mapping)),
  });
  return { all, rows, duplicates };
}
