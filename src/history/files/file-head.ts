import { Refusal } from "../../refusal.ts";
import type { RejectedRow } from "../history.ts";
import type { Column } from "./column-store.ts";

/** What a reader of one format hands back. */
export interface FileContent {
  readonly names: readonly string[];
  /** In the order of the names; null for a column that was not asked for. */
  readonly columns: readonly (Column | null)[];
  readonly rowCount: number;
  readonly rejected: readonly RejectedRow[];
  lineOf(row: number): number;
}

/** The file as it was found, before it is read. */
export interface FileHead {
  readonly path: string;
  readonly file: string;
  readonly gzip: boolean;
  /** Text of the first bytes, unpacked; cut off anywhere. */
  readonly text: string;
  /** Whether a column of this name is to be read. */
  only(column: string): boolean;
}

export function unreadable(file: string, fault: string, remedy: string): Refusal {
  return new Refusal("file-unreadable", `${file} cannot be read: ${fault}.`, remedy, [
    { where: file, reason: fault },
  ]);
}
