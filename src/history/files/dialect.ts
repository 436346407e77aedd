import { gunzipSync, constants as zlib } from "node:zlib";
import { Refusal } from "../../refusal.ts";

export interface Dialect {
  readonly delimiter: string;
  readonly columns: readonly string[];
}

const DELIMITERS = [",", ";", "\t", "|"] as const;
const OTHER_SEPARATORS = /[,;|\t:^~#]/;
/** Records looked at to choose the delimiter. */
const SAMPLE = 25;

/** First bytes of a file, unpacked where they are gzip. */
export function headText(head: Buffer): string {
  const bytes = isGzip(head) ? gunzipSync(head, { finishFlush: zlib.Z_SYNC_FLUSH }) : head;
  return new TextDecoder("utf-8").decode(bytes, { stream: true });
}

export function isGzip(head: Buffer): boolean {
  return head[0] === 0x1f && head[1] === 0x8b;
}

/**
 * The delimiter is the one under which most of the first records have as many fields as the
 * header; of equals, the one with the most fields. The header is always the first record.
 */
export function readDialect(text: string, file: string): Dialect | Refusal {
  const candidates = DELIMITERS.map((delimiter) => {
    const records = splitRecords(text, delimiter);
    const header = records[0] ?? [];
    const body = records.slice(1);
    const alike = body.filter((record) => record.length === header.length).length;
    return { delimiter, header, agreement: body.length === 0 ? 1 : alike / body.length };
  }).filter((candidate) => candidate.header.length > 1);
  candidates.sort((a, b) => b.agreement - a.agreement || b.header.length - a.header.length);
  const best = candidates[0];
  if (best !== undefined) return { delimiter: best.delimiter, columns: nameColumns(best.header) };
  const only = splitRecords(text, ",")[0] ?? [];
  if (OTHER_SEPARATORS.test(only[0] ?? ""))
    return new Refusal(
      "delimiter-wrong",
      `${file} reads as one column, though its header holds a separator.`,
      "Export it again as CSV with commas, semicolons, tabs or | between the fields, and without quotation marks around whole lines.",
      [{ where: `${file}, line 1`, reason: "one column was found in the header" }],
    );
  return { delimiter: ",", columns: nameColumns(only) };
}

/** Fields of the first records; a last record that the text cuts off is left out. */
function splitRecords(text: string, delimiter: string): readonly (readonly string[])[] {
  const records: string[][] = [];
  let fields: string[] = [];
  let field = "";
  let quoted = false;
  const start = text.startsWith("\ufeff") ? 1 : 0;
  for (let i = start; i < text.length && records.length <= SAMPLE; i++) {
    const c = text[i]!;
    if (quoted) {
      if (c !== '"') field += c;
      else if (text[i + 1] === '"') field += text[i++];
      else quoted = false;
    } else if (c === '"' && field.trim() === "") {
      quoted = true;
      field = "";
    } else if (c === delimiter) {
      fields.push(field);
      field = "";
    } else if (c === "\n" || c === "\r") {
      if (fields.length > 0 || field !== "") records.push([...fields, field]);
      fields = [];
      field = "";
    } else field += c;
  }
  if (records.length === 0 && (fields.length > 0 || field !== "")) records.push([...fields, field]);
  return records;
}

/** Names are trimmed and made unlike each other, without regard to case: name, name (2). */
export function nameColumns(names: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return names.map((name, index) => {
    const base = name.trim() === "" ? `column ${index + 1}` : name.trim();
    let unique = base;
    for (let n = 2; taken.has(unique.toLowerCase()); n++) unique = `${base} (${n})`;
    taken.add(unique.toLowerCase());
    return unique;
  });
}
