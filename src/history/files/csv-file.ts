import type { DuckDBConnection } from "@duckdb/node-api";
import { Refusal } from "../../refusal.ts";
import type { RejectedRow } from "../history.ts";
import { quotePath, quoteText, readAsked } from "./column-store.ts";
import { readDialect } from "./dialect.ts";
import { type FileContent, type FileHead, unreadable } from "./file-head.ts";
import { type RecordStarts, scanRecordStarts } from "./line-numbers.ts";

/**
 * Reads a CSV file of any delimiter. Nothing is left to sniffing: a sniffer that sees no quotation
 * mark in its sample would read later ones as text.
 */
export async function readCsv(
  connection: DuckDBConnection,
  head: FileHead,
): Promise<FileContent | Refusal> {
  const dialect = readDialect(head.text, head.file);
  if (dialect instanceof Refusal) return dialect;
  const names = dialect.columns;
  if (names.some((name) => name.includes("\ufffd")))
    return unreadable(head.file, "its encoding is not UTF-8", "Export it with the encoding UTF-8.");
  const blankLines = /^\ufeff?((?:\r?\n)*)/.exec(head.text)![1]!.split("\n").length - 1;
  const source = (mode: Mode) => `read_csv(${quotePath(head.path)},
    auto_detect = false, header = true, skip = ${blankLines}, strict_mode = ${mode === "strict"},
    columns = {${names.map((_, index) => `'c${index}': 'VARCHAR'`).join(", ")}},
    delim = ${quoteText(dialect.delimiter)}, quote = '"', escape = '"',
    compression = '${head.gzip ? "gzip" : "none"}', store_rejects = true, rejects_limit = 0,
    rejects_table = '${mode}_faults', rejects_scan = '${mode}_scans')`;
  const expressions = names.map((_, index) => `c${index}`);
  const read = (mode: Mode) =>
    readAsked(connection, { expressions, from: source(mode) }, (i) => head.only(names[i]!));
  // The strict reader fails where one file has line ends of several kinds.
  const strict = await read("strict").catch(() => null);
  const mode = strict === null ? "lenient" : "strict";
  const content = strict ?? (await read(mode));
  const rejects = await readRejects(connection, mode);
  const shape = { gzip: head.gzip, delimiter: dialect.delimiter, columns: names.length };
  const scan = once(() => scanRecordStarts(head.path, shape, new Set(rejects.map((r) => r.byte))));
  // The lenient one drops surplus fields without a word.
  if (mode === "lenient" && (scan().overfull > 0 || scan().kept.length !== content.rowCount))
    return unreadable(
      head.file,
      "its line ends are of several kinds, and some rows do not fit the header",
      "Save it again with line ends of one kind.",
    );
  return {
    names,
    ...content,
    rejected: rejects.map((reject) => describe(reject, scan(), head.file, names)),
    lineOf: (row) => scan().kept[row] ?? row + 2,
  };
}

type Mode = "strict" | "lenient";

interface Reject {
  /** Byte of the file at which the record starts. */
  readonly byte: number;
  readonly record: number;
  /** 0-based. */
  readonly column: number;
  readonly type: string;
  readonly found: number | null;
}

/**
 * One fault a row, the first. The reader counts bytes from 1, and takes line ends and blank lines
 * before a record as part of it.
 */
async function readRejects(connection: DuckDBConnection, mode: Mode): Promise<readonly Reject[]> {
  const faults = await connection.runAndReadAll(`
    SELECT line_byte_position - 1 + length(csv_line) - length(ltrim(csv_line, chr(10) || chr(13))),
      min(line), arg_min(column_idx, seen), arg_min(error_type::VARCHAR, seen),
      arg_min(error_message, seen)
    FROM (SELECT *, row_number() OVER () AS seen FROM ${mode}_faults)
    GROUP BY 1 ORDER BY 1`);
  return faults.getRows().map(([byte, record, column, type, message]) => {
    const found = /Found: (\d+)/.exec(String(message));
    return {
      byte: Number(byte),
      record: Number(record),
      column: Number(column) - 1,
      type: String(type),
      found: found === null ? null : Number(found[1]),
    };
  });
}

function describe(
  reject: Reject,
  starts: RecordStarts,
  file: string,
  names: readonly string[],
): RejectedRow {
  const line = starts.lineAtByte(reject.byte) ?? reject.record;
  const column = names[Math.min(Math.max(reject.column, 0), names.length - 1)]!;
  return { file, line, column, reason: reasonOf(reject, names.length) };
}

function reasonOf(reject: Reject, columns: number): string {
  switch (reject.type) {
    case "MISSING COLUMNS":
    case "TOO MANY COLUMNS":
      return `the row has ${reject.found ?? "another number of"} fields where the header has ${columns}`;
    case "UNQUOTED VALUE":
      return "a quotation mark is not closed, or text follows the closing one";
    case "INVALID ENCODING":
      return "the row is not UTF-8: export with the encoding UTF-8";
    case "LINE SIZE OVER MAXIMUM":
      return "the row is longer than 2 MB: a quotation mark may not be closed";
    default:
      return "the row does not follow the format of the file";
  }
}

function once<T>(compute: () => T): () => T {
  let value: { readonly of: T } | undefined;
  return () => (value ??= { of: compute() }).of;
}
