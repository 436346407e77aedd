import { findColumn } from "../files/column-names.ts";
import type { Table } from "../files/table.ts";
import type { Mapping } from "../mapping.ts";
import { readOutcomes } from "../reading/outcome.ts";
import { fold, readBoolean } from "../typing/typing.ts";
import { toHeaderKey, toHeaderWords } from "./header-words.ts";
import { countLabels, describeUnclear, describeWords } from "./outcome-findings.ts";
import { rankOutcomeName, readOutcomeWord } from "./outcome-words.ts";
import type { RecognisedFile } from "./presets.ts";

type OutcomeMapping = Mapping["deals"]["outcome"];

export interface OutcomeChoice {
  readonly outcome: OutcomeMapping;
  /** 1 won, 0 lost, -1 open or not told, for each row. */
  readonly labels: Int8Array;
  /** What was taken and what it counts, and what a person must decide; a sentence each. */
  readonly findings: readonly string[];
  /** How surely this is the outcome; higher wins among several tables. */
  readonly strength: number;
}

/** The outcome as a person has named it. */
export interface NamedOutcome {
  readonly column: string;
  /** Words of that column that mean won, or lost, beside those that say so by themselves. */
  readonly won?: readonly string[];
  readonly lost?: readonly string[];
}

const WON_FLAGS = ["isclosedwon", "iswon", "closedwon", "dealwon", "won"];
const LOST_FLAGS = ["isclosedlost", "islost", "closedlost", "deallost", "lost"];
const CLOSED_FLAGS = ["isdealclosed", "isclosed", "dealclosed", "closed"];
const LEVELS = 60;
/** A status that says lost beats a plain 0, which may also be a lead that is still being worked. */
const PLAIN_WORDS = 16;

/**
 * The column, or the flags, that tell how each deal ended.
 *
 * Flags come first, since the stage that a system calls closed-won may have been relabelled. Then
 * the columns whose texts say won and lost, the one whose name asks for an outcome most plainly
 * before the others; 0/1 and yes/no count only where the name asks.
 *
 * @param named the only column to look at, where a person has named it
 * @returns null when no column tells won from lost
 * Cost O(rows · columns).
 */
export function searchOutcome(
  table: Table,
  recognised: RecognisedFile | null,
  named?: NamedOutcome,
): OutcomeChoice | null {
  if (named !== undefined) {
    const column = findColumn(table, named.column);
    return column === undefined ? null : searchWords(table, column, named);
  }
  const flags = searchFlags(table, recognised);
  if (flags !== null) return flags;
  const stage = recognised?.columns.stage;
  if (table.rowCount === 0 && recognised?.kind === "deals" && stage !== undefined)
    return expectWords(stage);
  const candidates = table.columns.flatMap((column) => searchWords(table, column) ?? []);
  return candidates.toSorted((a, b) => b.strength - a.strength)[0] ?? null;
}

/** Stages as Salesforce and HubSpot call them, for a header line without rows. */
function expectWords(column: string): OutcomeChoice {
  return {
    outcome: {
      by: "words",
      column,
      won: ["Closed Won", "closedwon"],
      lost: ["Closed Lost", "closedlost"],
      open: [],
    },
    labels: new Int8Array(0),
    findings: [
      `Outcome: column ${column}, which has no rows yet; Closed Won and Closed Lost are expected, and all other stages must be listed as open.`,
    ],
    strength: 10,
  };
}

function searchFlags(table: Table, recognised: RecognisedFile | null): OutcomeChoice | null {
  const won = recognised?.columns.won ?? findFlag(table, WON_FLAGS);
  const lost = recognised?.columns.lost ?? findFlag(table, LOST_FLAGS);
  const closed = recognised?.columns.closed ?? findFlag(table, CLOSED_FLAGS);
  if (won === undefined || !isFlag(table, won)) return null;
  const hasLost = lost !== undefined && isFlag(table, lost);
  const hasClosed = closed !== undefined && isFlag(table, closed);
  if (!hasLost && !hasClosed) return null;
  const outcome: OutcomeMapping = {
    by: "flags",
    won,
    ...(hasClosed ? { closed } : {}),
    ...(hasLost ? { lost } : {}),
  };
  const labels = labelRows(table, outcome);
  const rest = [hasClosed ? closed : "", hasLost ? lost : ""].filter((name) => name !== "");
  const counts = countLabels(labels);
  const finding = `Outcome: ${won} is true = won (${counts.won}), closed otherwise by ${rest.join(" and ")} = lost (${counts.lost}), the rest open (${counts.open}).`;
  return { outcome, labels, findings: [finding], strength: 30 };
}

function findFlag(table: Table, keys: readonly string[]): string | undefined {
  return keys
    .map((key) => table.columns.find((column) => toHeaderKey(column) === key))
    .find((column) => column !== undefined && isFlag(table, column));
}

/** A column of yes and no; in a file without rows the name must do. */
function isFlag(table: Table, column: string): boolean {
  let filled = 0;
  for (const value of table.values(column)) {
    if (value === null) continue;
    if (readBoolean(value) === undefined) return false;
    filled++;
  }
  return filled > 0 || table.rowCount === 0;
}

function labelRows(table: Table, outcome: OutcomeMapping): Int8Array {
  const mapping: Mapping = {
    format: "counterweight/mapping@1",
    deals: { file: table.file, id: "", outcome },
    attributes: [],
    excludedColumns: [],
    asOf: { moment: "created" },
    dateOrder: "year-first",
    utcOffset: "+00:00",
  };
  const read = readOutcomes(table, mapping);
  return Int8Array.from(read, (label) => (label === "won" ? 1 : label === "lost" ? 0 : -1));
}

function searchWords(table: Table, column: string, named?: NamedOutcome): OutcomeChoice | null {
  const levels = countTexts(table.values(column));
  if (levels === null) return null;
  const rank = named === undefined ? rankOutcomeName(toHeaderWords(column)) : 2;
  const lists = { won: [] as string[], lost: [] as string[], open: [] as string[] };
  const unclear: string[] = [];
  let [told, unclearRows] = [0, 0];
  for (const [level, count] of levels) {
    const means = readNamedWord(level, named) ?? readOutcomeWord(level, rank > 0);
    if (means === null) unclearRows += count;
    (means === null ? unclear : lists[means]).push(level);
    if (means === "won" || means === "lost") told += count;
  }
  if (lists.won.length === 0 || lists.lost.length === 0) return null;
  const share = told / table.rowCount;
  if (rank === 0 && share < 0.5) return null;
  const outcome = { by: "words", column, ...lists } as const;
  const labels = labelRows(table, outcome);
  const plain = isPlain(lists.won, "won") && isPlain(lists.lost, "lost") ? PLAIN_WORDS : 0;
  const strength = rank === 0 ? 5 * share : 10 * rank + plain + 5 * share;
  const undecided = { blanks: table.values(column).includes(null) ? ["blank"] : [], unclearRows };
  const findings = [
    describeWords(outcome, labels, undecided),
    ...(unclear.length === 0 ? [] : [describeUnclear(column, unclear, unclearRows)]),
  ];
  return { outcome, labels, findings, strength };
}

function readNamedWord(level: string, named: NamedOutcome | undefined): "won" | "lost" | null {
  const isAmong = (words: readonly string[] = []) =>
    words.some((word) => fold(word) === fold(level));
  if (isAmong(named?.won)) return "won";
  return isAmong(named?.lost) ? "lost" : null;
}

/** Whether a word says it by itself, and not only because the column asks. */
function isPlain(words: readonly string[], meaning: "won" | "lost"): boolean {
  return words.some((word) => readOutcomeWord(word, false) === meaning);
}

/** Rows of each text; null where there are too many texts for an outcome. */
function countTexts(values: readonly (string | null)[]): Map<string, number> | null {
  const levels = new Map<string, number>();
  for (const value of values) {
    if (value === null) continue;
    const level = value.trim();
    levels.set(level, (levels.get(level) ?? 0) + 1);
    if (levels.size > LEVELS) return null;
  }
  return levels;
}
