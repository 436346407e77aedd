import { Refusal } from "../../refusal.ts";
import { fold } from "../typing/typing.ts";
import type { Table } from "./table.ts";

/** How much nearer a name is that holds the other. */
const HOLDING = 4;

/** The table's column of this name, by the same letters or else without regard to case. */
export function findColumn(table: Table, name: string): string | undefined {
  if (table.columns.includes(name)) return name;
  const wanted = fold(name);
  return table.columns.find((column) => fold(column) === wanted);
}

/** A column that `refuseMissing` has made sure of. */
export function columnOf(table: Table, name: string): string {
  const column = findColumn(table, name);
  if (column === undefined) throw new RangeError(`no column ${name} in ${table.file}`);
  return column;
}

/** Refuses, naming each missing column and the existing one most like it. */
export function refuseMissing(table: Table, names: readonly string[]): Refusal | null {
  const missing = [...new Set(names)].filter((name) => findColumn(table, name) === undefined);
  if (missing.length === 0) return null;
  const list = missing.map((name) => `"${name}"`).join(", ");
  return new Refusal(
    "column-missing",
    `${table.file} has no column ${list}.`,
    `Name an existing column in the mapping: ${suggest(table, missing[0]!)}.`,
    missing.map((name) => ({
      where: `${table.file}, column "${name}"`,
      reason: suggest(table, name),
    })),
  );
}

function suggest(table: Table, name: string): string {
  return `the nearest name is "${findNearest(name, table.columns)}"`;
}

/**
 * By edit distance over letters and digits only, where a name that holds the other counts as nearer:
 * Close Date is near Close Date (UTC).
 */
function findNearest(name: string, columns: readonly string[]): string {
  const wanted = bare(name);
  let nearest = columns[0] ?? "";
  let least = Infinity;
  for (const column of columns) {
    const other = bare(column);
    const holds = other !== "" && (other.includes(wanted) || wanted.includes(other));
    const distance = countEdits(wanted, other) / (holds ? HOLDING : 1);
    if (distance < least) [nearest, least] = [column, distance];
  }
  return nearest;
}

function bare(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
}

/** Levenshtein distance. */
function countEdits(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next.push(
        Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)),
      );
    row = next;
  }
  return row[b.length]!;
}
