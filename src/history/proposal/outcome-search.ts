import type { Table } from "../files/table.ts";
import type { Mapping } from "../mapping.ts";
import { readOutcomes } from "../reading/outcome.ts";
import { readBoolean } from "../typing/typing.ts";
import { toHeaderKey, toHeaderWords } from "./header-words.ts";
import { rankOutcomeName, readOutcomeWord } from "./outcome-words.ts";
import type { RecognisedFile } from "./presets.ts";

type OutcomeMapping = Mapping["deals"]["outcome"];

export interface OutcomeChoice {
  readonly outcome: OutcomeMapping;
  /** 1 won, 0 lost, -1 open or not told, for each row. */
  readonly labels: Int8Array;
  /** One sentence on what was taken and what it counts. */
  readonly finding: string;
  /** How surely this is the outcome; higher wins among several tables. */
  readonly strength: number;
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
 * @returns null when no column tells won from lost
 * Cost O(rows · columns).
 */
export function searchOutcome(
  table: Table,
  recognised: RecognisedFile | null,
): OutcomeChoice | null {
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
    finding: `Outcome: column ${column}, which has no rows yet; Closed Won and Closed Lost are expected, and all other stages must be listed as open.`,
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
  return { outcome, labels, finding, strength: 30 };
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

function searchWords(table: Table, column: string): OutcomeChoice | null {
  const levels = countTexts(table.values(column));
  if (levels === null) return null;
  const rank = rankOutcomeName(toHeaderWords(column));
  const lists = { won: [] as string[], lost: [] as string[], open: [] as string[] };
  let told = 0;
  for (const [level, count] of levels) {
    const means = readOutcomeWord(level, rank > 0);
    lists[means ?? "open"].push(level);
    if (means !== null) told += count;
  }
  if (lists.won.length === 0 || lists.lost.length === 0) return null;
  const share = told / table.rowCount;
  if (rank === 0 && share < 0.5) return null;
  const outcome = { by: "words", column, ...lists } as const;
  const blanks = table.values(column).includes(null) ? ["blank"] : [];
  const labels = labelRows(table, outcome);
  const plain = isPlain(lists.won, "won") && isPlain(lists.lost, "lost") ? PLAIN_WORDS : 0;
  const strength = rank === 0 ? 5 * share : 10 * rank + plain + 5 * share;
  return { outcome, labels, finding: describeWords(outcome, labels, blanks), strength };
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

function describeWords(
  { column, won, lost, open }: Extract<OutcomeMapping, { by: "words" }>,
  labels: Int8Array,
  blanks: readonly string[],
): string {
  const counts = countLabels(labels);
  const undecided = [...open, ...blanks];
  const rest = undecided.length === 0 ? "" : `, ${undecided.join(", ")} = open (${counts.open})`;
  return `Outcome: column ${column}, ${won.join(", ")} = won (${counts.won}), ${lost.join(", ")} = lost (${counts.lost})${rest}.`;
}

function countLabels(labels: Int8Array): { won: string; lost: string; open: string } {
  const count = (wanted: number) =>
    labels.reduce((n, label) => n + Number(label === wanted), 0).toLocaleString("en-US");
  return { won: count(1), lost: count(0), open: count(-1) };
}
