import { closeSync, openSync, readFileSync, readSync } from "node:fs";
import { gunzipSync } from "node:zlib";

export interface RecordStarts {
  /** Line on which the record that starts at this byte stands; undefined where none starts. */
  lineAtByte(byte: number): number | undefined;
  /** Lines of the records that were not rejected, the header left out. */
  readonly kept: Uint32Array;
  /** How many of them have more fields than the header; an empty one at the end does not count. */
  readonly overfull: number;
}

const QUOTE = 0x22;
const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const BOM = 3;
const CHUNK = 1 << 20;

/**
 * Where the records of a CSV file start. The reader of the file tells no lines, and a quoted field
 * may hold line ends, so records are counted anew, by the same grammar: a quotation mark opens only
 * at the start of a field. Blank lines are no records unless there is one column only.
 *
 * @param rejected bytes at which rejected records start, counted from the start of the file
 */
export function scanRecordStarts(
  path: string,
  file: { readonly gzip: boolean; readonly delimiter: string; readonly columns: number },
  rejected: ReadonlySet<number>,
): RecordStarts {
  const delimiter = file.delimiter.charCodeAt(0);
  const blankIsRecord = file.columns === 1;
  const kept: number[] = [];
  const rejectedLines = new Map<number, number>();
  let state: "start" | "plain" | "quoted" | "quote-in-quoted" = "start";
  let byte = 0;
  let line = 1;
  let recordByte = 0;
  let recordLine = 1;
  let header = true;
  let previous = 0;
  let delimiters = 0;
  let lastDelimiter = -1;
  let overfull = 0;

  const endRecord = (length: number) => {
    const fields = lastDelimiter === byte - 1 ? delimiters : delimiters + 1;
    delimiters = 0;
    if (header) header = length === 0;
    else if (rejected.has(recordByte)) rejectedLines.set(recordByte, recordLine);
    else if (length > 0 || blankIsRecord) {
      kept.push(recordLine);
      if (fields > file.columns) overfull++;
    }
  };

  for (const chunk of chunks(path, file.gzip)) {
    for (const c of chunk) {
      const secondOfPair = c === LF && previous === CR;
      const lineEnd = c === LF || c === CR;
      if (lineEnd && !secondOfPair) line++;
      if (state === "quoted") {
        if (c === QUOTE) state = "quote-in-quoted";
      } else if (state === "quote-in-quoted" && c === QUOTE) state = "quoted";
      else if (lineEnd) {
        if (!secondOfPair) endRecord(byte - recordByte);
        recordByte = byte + 1;
        recordLine = line;
        state = "start";
      } else if (c === delimiter) {
        state = "start";
        delimiters++;
        lastDelimiter = byte;
      } else if (state === "start" && c === QUOTE) state = "quoted";
      else if (!(state === "start" && (c === SPACE || byte < BOM))) state = "plain";
      previous = c;
      byte++;
    }
  }
  if (byte > recordByte) endRecord(byte - recordByte);
  const lineAtByte = (start: number) => rejectedLines.get(start);
  return { lineAtByte, kept: Uint32Array.from(kept), overfull };
}

function* chunks(path: string, gzip: boolean): Generator<Uint8Array> {
  if (gzip) {
    yield gunzipSync(readFileSync(path));
    return;
  }
  const descriptor = openSync(path, "r");
  try {
    const buffer = new Uint8Array(CHUNK);
    for (;;) {
      const size = readSync(descriptor, buffer);
      if (size === 0) return;
      yield buffer.subarray(0, size);
    }
  } finally {
    closeSync(descriptor);
  }
}
