import { open, stat } from "node:fs/promises";
import { basename } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { Refusal } from "../../refusal.ts";
import type { RejectedRow } from "../history.ts";
import { readCsv } from "./csv-file.ts";
import { headText, isGzip } from "./dialect.ts";
import { type FileContent, type FileHead, unreadable } from "./file-head.ts";
import { readJson, readParquet } from "./json-parquet-file.ts";

/** An export file as columns of text; blank is null. Equal texts of a column share one string. */
export interface Table {
  /** Base name of the file. */
  readonly file: string;
  readonly path: string;
  /** Names as written, trimmed; a name that stands again, in any case, has (2) after it. */
  readonly columns: readonly string[];
  readonly rowCount: number;
  /** @throws RangeError when no column of exactly this name was read */
  values(column: string): readonly (string | null)[];
  /** Line on which a row starts, header = line 1; row + 1 for Parquet and JSON arrays. */
  lineOf(row: number): number;
  readonly rejected: readonly RejectedRow[];
}

const HEAD_BYTES = 1 << 18;
const SAVE_AS_CSV =
  "Export the table as CSV with the encoding UTF-8, or give a Parquet or JSON lines file.";

/**
 * Reads a CSV, TSV, JSON or JSON lines file (each also as .gz) or a Parquet file, all values as text.
 * Rows that do not fit the header are rejected one by one; a file in which half of the rows or more
 * are broken is refused.
 *
 * @param options.only reads just the columns of which this is true; CSV and Parquet gain by it
 */
export async function readTable(
  path: string,
  options: { readonly only?: (column: string) => boolean } = {},
): Promise<Table | Refusal> {
  const head = await readHead(path, options.only ?? (() => true));
  if (head instanceof Refusal) return head;
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  try {
    const content = await readerOf(head)(connection, head);
    return content instanceof Refusal ? content : makeTable(head, content);
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError) throw error;
    return unreadable(head.file, "its content does not follow its format", SAVE_AS_CSV);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

function readerOf(head: FileHead) {
  if (head.text.startsWith("PAR1")) return readParquet;
  return /\.(json|jsonl|ndjson)(\.gz)?$/i.test(head.file) ? readJson : readCsv;
}

function makeTable(head: FileHead, content: FileContent): Table | Refusal {
  const { rejected, rowCount } = content;
  if (rejected.length > 0 && rejected.length >= rowCount)
    return new Refusal(
      "rows-broken",
      `${rejected.length} of ${rejected.length + rowCount} rows of ${head.file} cannot be read.`,
      `Repair the export: ${rejected[0]!.reason}.`,
      rejected.slice(0, 10).map((row) => ({
        where: `${row.file}, line ${row.line}${row.column === "" ? "" : `, column ${row.column}`}`,
        reason: row.reason,
      })),
    );
  const byName = new Map(content.names.map((name, index) => [name, content.columns[index]]));
  return {
    file: head.file,
    path: head.path,
    columns: content.names,
    rowCount,
    rejected,
    lineOf: (row) => content.lineOf(row),
    values(column) {
      const values = byName.get(column);
      if (values == null) throw new RangeError(`no column ${column} was read of ${head.file}`);
      return values;
    },
  };
}

async function readHead(path: string, only: FileHead["only"]): Promise<FileHead | Refusal> {
  const file = basename(path);
  const bytes = await readFirstBytes(path);
  if (bytes === "missing")
    return new Refusal(
      "file-missing",
      `There is no file ${file}.`,
      "Check the name and the folder.",
    );
  if (bytes === "unreadable")
    return unreadable(file, "it is a folder or may not be read", "Name one file that may be read.");
  if (bytes.length === 0) return unreadable(file, "it is empty", "Export the table again.");
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff))
    return unreadable(file, "its encoding is UTF-16", SAVE_AS_CSV);
  let text: string;
  try {
    text = headText(bytes);
  } catch {
    return unreadable(file, "its gzip packing is broken", "Pack or download it again.");
  }
  if (text.startsWith("PK\u0003\u0004"))
    return unreadable(file, "it is an Excel workbook or a zip archive", SAVE_AS_CSV);
  if (!text.startsWith("PAR1") && text.includes("\0"))
    return unreadable(file, "it is not a text file", SAVE_AS_CSV);
  if (text.trim() === "") return unreadable(file, "it is empty", "Export the table again.");
  return { path, file, gzip: isGzip(bytes), text, only };
}

async function readFirstBytes(path: string): Promise<Buffer | "missing" | "unreadable"> {
  try {
    if (!(await stat(path)).isFile()) return "unreadable";
    const handle = await open(path, "r");
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ENOENT" ? "missing" : "unreadable";
  }
}
