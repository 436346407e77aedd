import type { AttributeValue } from "../../scorecard/lead.ts";
import type { Table } from "../files/table.ts";
import type { AttributeType } from "../mapping.ts";
import { type DateReading, readDate } from "./date-text.ts";
import { findDecimalMark, readNumber } from "./number-text.ts";

const TRUE_WORDS = new Set(["true", "t", "yes", "y", "1", "1.0", "on", "checked"]);
const FALSE_WORDS = new Set(["false", "f", "no", "n", "0", "0.0", "off", "unchecked"]);

/** A column read by its type. Where a value could not be read, null stands and the row is listed. */
export interface TypedColumn<T> {
  readonly values: readonly (T | null)[];
  /** Rows, rising. */
  readonly unreadable: readonly number[];
  /** Names the fault without the value. */
  readonly fault: string;
}

const FAULTS = {
  text: "not text",
  number: "not a number",
  boolean: "neither yes nor no",
  date: "not a date in the mapping's date order",
  list: "not a list",
} as const satisfies Record<AttributeType, string>;

/** Reads an attribute's column: numbers, yes/no, dates as ISO 8601 in UTC, lists, trimmed text. */
export function typeColumn(
  table: Table,
  column: string,
  how: { readonly type: AttributeType; readonly missing: readonly string[] },
  dates: DateReading,
): TypedColumn<AttributeValue> {
  const missing = new Set(how.missing.map(fold));
  const isMissing = (text: string) => missing.size > 0 && missing.has(fold(text));
  const values = table
    .values(column)
    .map((text) => (text === null || isMissing(text) ? null : text));
  return { ...readEach(values, readerOf(how.type, values, dates)), fault: FAULTS[how.type] };
}

/** Trimmed. */
export function textColumn(table: Table, column: string): TypedColumn<string> {
  return { ...readEach(table.values(column), (text) => text.trim()), fault: FAULTS.text };
}

export function numberColumn(table: Table, column: string): TypedColumn<number> {
  const values = table.values(column);
  const mark = findDecimalMark(present(values));
  return { ...readEach(values, (text) => readNumber(text, mark)), fault: FAULTS.number };
}

export function flagColumn(table: Table, column: string): TypedColumn<boolean> {
  return { ...readEach(table.values(column), readBoolean), fault: FAULTS.boolean };
}

/** Epoch milliseconds. */
export function dateColumn(table: Table, column: string, dates: DateReading): TypedColumn<number> {
  const read = (text: string) => readDate(text, dates);
  return { ...readEach(table.values(column), read), fault: FAULTS.date };
}

/** How two texts are compared everywhere in this room: without case and surrounding space. */
export function fold(text: string): string {
  return text.trim().toLowerCase();
}

export function readBoolean(text: string): boolean | undefined {
  const word = fold(text);
  if (TRUE_WORDS.has(word)) return true;
  return FALSE_WORDS.has(word) ? false : undefined;
}

/** Texts between semicolons, or of a JSON array. */
export function readList(text: string): readonly string[] {
  return (readJsonArray(text) ?? text.split(";"))
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

function readJsonArray(text: string): readonly string[] | undefined {
  if (!/^\s*\[.*\]\s*$/s.test(text)) return undefined;
  try {
    return (JSON.parse(text) as unknown[]).map(String);
  } catch {
    return undefined;
  }
}

function readerOf(
  type: AttributeType,
  values: readonly (string | null)[],
  dates: DateReading,
): (text: string) => AttributeValue | undefined {
  switch (type) {
    case "text":
      return (text) => text.trim();
    case "number": {
      const mark = findDecimalMark(present(values));
      return (text) => readNumber(text, mark);
    }
    case "boolean":
      return readBoolean;
    case "date":
      return (text) => {
        const at = readDate(text, dates);
        return at === undefined ? undefined : new Date(at).toISOString();
      };
    case "list":
      return readList;
  }
}

/** Equal texts are read once, and share what was read. */
function readEach<T>(
  values: readonly (string | null)[],
  read: (text: string) => T | undefined,
): Pick<TypedColumn<T>, "values" | "unreadable"> {
  const known = new Map<string, T | undefined>();
  const unreadable: number[] = [];
  const typed = values.map((text, row) => {
    if (text === null) return null;
    let value = known.get(text);
    if (value === undefined) {
      value = read(text);
      known.set(text, value);
    }
    if (value !== undefined) return value;
    unreadable.push(row);
    return null;
  });
  return { values: typed, unreadable };
}

function* present(values: readonly (string | null)[]): Generator<string> {
  for (const text of values) if (text !== null) yield text;
}
