import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import type { DuckDBConnection } from "@duckdb/node-api";
import type { RejectedRow } from "../history.ts";
import { type Column, quoteName, quotePath, readAsked, readColumns } from "./column-store.ts";
import { nameColumns } from "./dialect.ts";
import type { FileContent, FileHead } from "./file-head.ts";

/** Values are cast to text; times with a zone are written in UTC, lists are joined by semicolons. */
export async function readParquet(
  connection: DuckDBConnection,
  head: FileHead,
): Promise<FileContent> {
  await connection.run("SET TimeZone = 'UTC'");
  const source = `read_parquet(${quotePath(head.path)})`;
  const shape = (await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${source}`)).getRows();
  const expressions = shape.map(([name, type]) => {
    const column = quoteName(String(name));
    return String(type).endsWith("[]")
      ? `array_to_string(${column}::VARCHAR[], ';')`
      : `${column}::VARCHAR`;
  });
  const names = nameColumns(shape.map(([name]) => String(name)));
  const asked = (index: number) => head.only(names[index]!);
  const content = await readAsked(connection, { expressions, from: source }, asked);
  return { names, ...content, rejected: [], lineOf: (row) => row + 1 };
}

/** JSON lines or one array of objects. The columns are the keys of all objects. */
export async function readJson(connection: DuckDBConnection, head: FileHead): Promise<FileContent> {
  const isArray = head.text.trimStart().startsWith("[");
  const source = `read_json(${quotePath(head.path)}, maximum_depth = 1, sample_size = -1,
    compression = '${head.gzip ? "gzip" : "uncompressed"}',
    ${isArray ? "format = 'array'" : "format = 'newline_delimited', ignore_errors = true"})`;
  const shape = (await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${source}`)).getRows();
  const keys = shape.map(([name]) => String(name));
  const selected = keys.map((key) => `json_extract_string(${quoteName(key)}, '$')`);
  const read = await readColumns(connection, `SELECT ${selected.join(", ")} FROM ${source}`);
  const lines = isArray ? null : linesOfRecords(head);
  const lineOfRecord = (record: number) => lines?.[record] ?? record + 1;
  return { names: nameColumns(keys), ...partBroken(read, lineOfRecord, head.file) };
}

/** A line that is no JSON object comes back with every column null. */
function partBroken(
  read: readonly Column[],
  lineOfRecord: (record: number) => number,
  file: string,
): Omit<FileContent, "names"> {
  const kept: number[] = [];
  const rejected: RejectedRow[] = [];
  const reason = "not a JSON object, or one without any value";
  for (let record = 0; record < (read[0]?.length ?? 0); record++) {
    if (read.some((column) => column[record] !== null)) kept.push(record);
    else rejected.push({ file, line: lineOfRecord(record), column: "", reason });
  }
  const columns = rejected.length === 0 ? read : read.map((c) => kept.map((record) => c[record]!));
  return {
    columns,
    rowCount: kept.length,
    rejected,
    lineOf: (row) => lineOfRecord(kept[row] ?? row),
  };
}

function linesOfRecords(head: FileHead): readonly number[] {
  const packed = readFileSync(head.path);
  const bytes = head.gzip ? gunzipSync(packed) : packed;
  const lines: number[] = [];
  let line = 1;
  let blank = true;
  for (const byte of bytes) {
    if (byte === 0x0a) {
      line++;
      blank = true;
    } else if (blank && byte !== 0x20 && byte !== 0x09 && byte !== 0x0d) {
      blank = false;
      lines.push(line);
    }
  }
  return lines;
}
