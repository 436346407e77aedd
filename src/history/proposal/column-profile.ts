import type { Table } from "../files/table.ts";
import type { AttributeType } from "../mapping.ts";
import { type DateReading, readDate } from "../typing/date-text.ts";
import { findDecimalMark, readNumber } from "../typing/number-text.ts";
import { fold, readBoolean, readList } from "../typing/typing.ts";
import { type ColumnUse, chooseUse } from "./column-use.ts";
import { leastDeals } from "./draft-lines.ts";
import { toHeaderWords } from "./header-words.ts";
import { findMeaning } from "./meanings.ts";

/** What a column holds, before anyone says what it means. */
export interface ColumnProfile {
  readonly column: string;
  readonly type: AttributeType;
  /** Texts of this column that stand for a blank, as they are written. */
  readonly missing: readonly string[];
  readonly use: ColumnUse;
  readonly filled: number;
  readonly distinct: number;
}

/** Texts that mean a blank in any column. "Unknown", "None" and "Other" are answers. */
const BLANKS =
  /^(select|select \.{3}|please select|-+ ?(select|none|please select)? ?-*|n\/a|n\.a\.|#n\/a|not applicable|not available|none given|not given|not provided|\[?not provided\]?|not specified|unspecified|null|nan|undefined|\(blank\)|blank|\?+|\.+|—|–)$/;
/** Also the code of Namibia and of North America. */
const BLANK_UNLESS_PLACE = /^na$/;
const UNREADABLE_WORDS = 5;
const READABLE_SHARE = 0.95;
const LIST_SHARE = 0.05;
const SAMPLE = 200;
const DATE_HEADER =
  /\b(date|time|timestamp|at|on|day|created?|closed?|modified|updated|since|createdate|closedate)\b|date$/;

/**
 * Type, blanks and use of one column, from its different texts.
 *
 * Digits alone are a date only where the header asks for one, and 0/1 are yes/no. A column is a number
 * or date when 95 % of its filled rows read as one; words among numbers ("unknown") are then blanks.
 *
 * @returns type text for a column without a single text
 * Cost O(rows).
 */
export function profileColumn(table: Table, column: string, dates: DateReading): ColumnProfile {
  const texts = countTexts(table.values(column));
  const place = /\b(country|region|state|territory|continent)\b/.test(toHeaderWords(column));
  const missing = [...texts.keys()].filter((text) => isBlank(text, place));
  for (const text of missing) texts.delete(text);
  const { type, blanks } = chooseType(column, texts, dates);
  for (const text of blanks) texts.delete(text);
  const filled = sumCounts(texts);
  const least = leastDeals(table.rowCount);
  const use = chooseUse(column, {
    type,
    filled,
    distinct: texts.size,
    rows: table.rowCount,
    inCommonTexts: sumCounts(texts, least),
    sample: [...texts.keys()].slice(0, SAMPLE),
  });
  return { column, type, missing: [...missing, ...blanks], use, filled, distinct: texts.size };
}

function isBlank(text: string, place: boolean): boolean {
  const word = fold(text);
  return BLANKS.test(word) || (!place && BLANK_UNLESS_PLACE.test(word));
}

function countTexts(values: readonly (string | null)[]): Map<string, number> {
  const texts = new Map<string, number>();
  for (const value of values) {
    if (value === null) continue;
    const text = value.trim();
    texts.set(text, (texts.get(text) ?? 0) + 1);
  }
  return texts;
}

function sumCounts(texts: ReadonlyMap<string, number>, least = 0): number {
  let sum = 0;
  for (const count of texts.values()) if (count >= least) sum += count;
  return sum;
}

interface TypeChoice {
  readonly type: AttributeType;
  readonly blanks: readonly string[];
}

function chooseType(
  column: string,
  texts: ReadonlyMap<string, number>,
  dates: DateReading,
): TypeChoice {
  const plain = (type: AttributeType): TypeChoice => ({ type, blanks: [] });
  if (texts.size === 0) return plain(DATE_HEADER.test(toHeaderWords(column)) ? "date" : "text");
  const keys = [...texts.keys()];
  if (isYesNo(column, keys)) return plain("boolean");
  if (isDates(column, texts, dates)) return plain("date");
  const blanks = findNumbers(texts);
  if (blanks !== null) return { type: "number", blanks };
  return plain(isLists(texts) ? "list" : "text");
}

/** At most two texts, and not a count that has only come to 0 and 1 so far. */
function isYesNo(column: string, texts: readonly string[]): boolean {
  if (!texts.every((text) => readBoolean(text) !== undefined)) return false;
  if (texts.every((text) => /^[01]$/.test(text)))
    return texts.length === 2 || findMeaning(column, "number") === null;
  return true;
}

function isDates(column: string, texts: ReadonlyMap<string, number>, dates: DateReading): boolean {
  const asked = DATE_HEADER.test(toHeaderWords(column));
  const reads = (text: string) =>
    (asked || !/^\d+(\.\d+)?$/.test(text)) && readDate(text, dates) !== undefined;
  return readableShare(texts, reads) >= READABLE_SHARE;
}

/** Words that stand among numbers, or null when the column is not of numbers. */
function findNumbers(texts: ReadonlyMap<string, number>): readonly string[] | null {
  const mark = findDecimalMark(texts.keys());
  const reads = (text: string) => readNumber(text, mark) !== undefined;
  if (readableShare(texts, reads) < READABLE_SHARE) return null;
  const words = [...texts.keys()].filter((text) => !reads(text) && !/\d/.test(text));
  return words.length <= UNREADABLE_WORDS ? words : [];
}

function readableShare(
  texts: ReadonlyMap<string, number>,
  reads: (text: string) => boolean,
): number {
  let [readable, all, looked] = [0, 0, 0];
  for (const [text, count] of texts) {
    all += count;
    if (reads(text)) readable += count;
    if (++looked === SAMPLE && readable < all / 2) return 0;
  }
  return readable / all;
}

/** Several answers between semicolons, most of which are given elsewhere too. */
function isLists(texts: ReadonlyMap<string, number>): boolean {
  const textsWith = new Map<string, number>();
  const joined = new Set<string>();
  let [joinedRows, rows] = [0, 0];
  for (const [text, count] of texts) {
    const parts = new Set(readList(text).map(fold));
    rows += count;
    if (parts.size > 1) joinedRows += count;
    for (const part of parts) {
      textsWith.set(part, (textsWith.get(part) ?? 0) + 1);
      if (parts.size > 1) joined.add(part);
    }
  }
  const shared = [...joined].filter((part) => (textsWith.get(part) ?? 0) > 1).length;
  return joinedRows >= LIST_SHARE * rows && joinedRows > 1 && shared > joined.size / 2;
}
