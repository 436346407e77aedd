import { columnOf } from "../files/column-names.ts";
import type { Table } from "../files/table.ts";
import type { Mapping } from "../mapping.ts";
import { flagColumn, fold } from "../typing/typing.ts";

export type Outcome = "won" | "lost" | "open";

export interface OutcomeFault {
  readonly column: string;
  readonly reason: string;
}

/** What became of each row's deal. A blank is open: it must never pass for lost. */
export function readOutcomes(table: Table, mapping: Mapping): readonly (Outcome | OutcomeFault)[] {
  const { outcome } = mapping.deals;
  return outcome.by === "words" ? readWords(table, outcome) : readFlags(table, outcome);
}

type ByWords = Extract<Mapping["deals"]["outcome"], { by: "words" }>;
type ByFlags = Extract<Mapping["deals"]["outcome"], { by: "flags" }>;

function readWords(table: Table, outcome: ByWords): readonly (Outcome | OutcomeFault)[] {
  const meanings = new Map<string, Outcome>();
  for (const meaning of ["open", "lost", "won"] as const)
    for (const word of outcome[meaning]) meanings.set(fold(word), meaning);
  const column = columnOf(table, outcome.column);
  const fault = { column, reason: "a word that the mapping lists neither as won, lost nor open" };
  return table
    .values(column)
    .map((word) => (word === null ? "open" : (meanings.get(fold(word)) ?? fault)));
}

function readFlags(table: Table, outcome: ByFlags): readonly (Outcome | OutcomeFault)[] {
  const flagsOf = (name: string | undefined) => {
    if (name === undefined) return () => null;
    const column = columnOf(table, name);
    const flags = flagColumn(table, column);
    const unreadable = new Set(flags.unreadable);
    const fault: OutcomeFault = { column, reason: flags.fault };
    return (row: number) => (unreadable.has(row) ? fault : (flags.values[row] ?? null));
  };
  const [won, closed, lost] = [outcome.won, outcome.closed, outcome.lost].map(flagsOf);
  const against = {
    column: columnOf(table, outcome.won),
    reason: "won, and yet lost or not closed",
  };
  return Array.from({ length: table.rowCount }, (_, row) =>
    combineFlags([won!(row), closed!(row), lost!(row)], against),
  );
}

type Flag = boolean | null | OutcomeFault;

function combineFlags(
  flags: readonly [won: Flag, closed: Flag, lost: Flag],
  against: OutcomeFault,
): Outcome | OutcomeFault {
  for (const flag of flags) if (typeof flag === "object" && flag !== null) return flag;
  const [won, closed, lost] = flags;
  if (won === true) return lost === true || closed === false ? against : "won";
  return lost === true || closed === true ? "lost" : "open";
}
