import type { Table } from "../files/table.ts";
import { splitIds } from "../reading/deal-rows.ts";
import type { ColumnProfile } from "./column-profile.ts";
import { toHeaderKey } from "./header-words.ts";

/** A column of the deals whose values another file has too. */
export interface Join {
  readonly dealColumn: string;
  readonly otherColumn: string;
  /** Share of the deals whose value is in the other file. */
  readonly share: number;
  /** Rows of the other file for each of its values. */
  readonly rowsEach: number;
}

interface JoinableFile {
  readonly table: Table;
  readonly profiles: ReadonlyMap<string, ColumnProfile>;
}

const LEAST_SHARE = 0.2;
const LEAST_DISTINCT = 10;
const KEY_HEADER =
  /id$|ids$|number$|^no$|key$|email|contact$|lead$|account$|deal$|opportunity$|code$/;

/**
 * Pairs of columns that could join two files, best first: by the share of deals that find a row, then
 * by whether the headers are alike.
 *
 * Cost O(rows) for each pair of columns whose header or values are those of a key.
 */
export function findJoins(deals: JoinableFile, other: JoinableFile): readonly Join[] {
  const theirs = keyColumns(other).map((column) => ({
    column,
    values: new Set(other.table.values(column).flatMap(splitIds)),
  }));
  const named = keyColumns(deals).filter((column) => namesOne(deals.profiles.get(column)!));
  const joins = named.flatMap((dealColumn) => {
    const values = deals.table.values(dealColumn).filter((value) => value !== null);
    return theirs.flatMap(({ column, values: known }) => {
      const found = values.filter((value) => splitIds(value).some((id) => known.has(id))).length;
      const share = found / Math.max(1, deals.table.rowCount);
      if (share < LEAST_SHARE) return [];
      const filled = other.profiles.get(column)!.filled;
      return [{ dealColumn, otherColumn: column, share, rowsEach: filled / known.size }];
    });
  });
  return joins.toSorted((a, b) => b.share - a.share || Number(isAlike(b)) - Number(isAlike(a)));
}

/** Columns that name something: by their header, or because hardly two rows share a value. */
function keyColumns({ table, profiles }: JoinableFile): readonly string[] {
  return table.columns.filter((column) => {
    const { type, use, distinct, filled } = profiles.get(column)!;
    if (type === "date" || type === "boolean" || use === "owner" || distinct === 0) return false;
    if (KEY_HEADER.test(toHeaderKey(column)))
      return distinct >= Math.min(LEAST_DISTINCT, filled / 2);
    return type === "text" && distinct >= LEAST_DISTINCT && distinct > 0.95 * filled;
  });
}

/** A key of the deals names few of them each; an account may have several, a campaign has many. */
function namesOne({ distinct, filled }: ColumnProfile): boolean {
  return distinct >= filled / 3;
}

function isAlike({ dealColumn, otherColumn }: Join): boolean {
  const [a, b] = [toHeaderKey(dealColumn), toHeaderKey(otherColumn)];
  return a === b || a.endsWith(b) || b.endsWith(a);
}
