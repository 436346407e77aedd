import { InvalidArgumentError } from "commander";
import { Refusal } from "../refusal.ts";

const LINES_SHOWN = 20;

/** Thrown inside a command to leave it with an exit code once everything is said. */
export class Exit extends Error {
  readonly exitCode: number;

  constructor(exitCode: number) {
    super(`exit ${exitCode}`);
    this.exitCode = exitCode;
  }
}

/** The value, or the refusal told to the person and the command left. */
export function accept<T>(result: T | Refusal): T {
  if (!(result instanceof Refusal)) return result;
  process.stderr.write(describeRefusal(result));
  throw new Exit(result.exitCode);
}

/** What is wrong, where, and what to do, for a terminal. */
function describeRefusal({ message, remedy, details }: Refusal): string {
  const lines = listSome(details.map(({ where, reason }) => `${where}: ${reason}`));
  return toTerminal([`counterweight: ${message}`, ...lines, `What to do: ${remedy}`]);
}

/** Rows that could not be read, on stderr. */
export function listRejected(
  rows: readonly { file: string; line: number; column: string; reason: string }[],
): void {
  if (rows.length === 0) return;
  const lines = rows.map(({ file, line, column, reason }) => {
    const place = column === "" ? `line ${line}` : `line ${line}, ${column}`;
    return `${file}, ${place}: ${reason}`;
  });
  const head = `${rows.length === 1 ? "1 row was" : `${rows.length} rows were`} left out:`;
  process.stderr.write(toTerminal([head, ...listSome(lines)]));
}

/** Lines without control characters: column names and paths must not command the terminal. */
function toTerminal(lines: readonly string[]): string {
  return lines.map((line) => `${line.replace(/[\p{Cc}\p{Cf}]/gu, "")}\n`).join("");
}

function listSome(lines: readonly string[]): readonly string[] {
  const more = lines.length - LINES_SHOWN;
  const shown = lines.slice(0, LINES_SHOWN).map((line) => `  ${line}`);
  return more > 0 ? [...shown, `  and ${more} more`] : shown;
}

/** Progress on stderr: one line that is written over on a terminal, else a line a step. */
export function showProgress(text: string): void {
  process.stderr.write(process.stderr.isTTY ? `\r\u001b[K${text} …` : `${text} …\n`);
}

export function endProgress(): void {
  if (process.stderr.isTTY) process.stderr.write("\r\u001b[K");
}

export function parseTime(text: string): number {
  const time = Date.parse(text);
  if (Number.isNaN(time))
    throw new InvalidArgumentError("Expected an ISO date or time, such as 2025-03-01T09:00:00Z.");
  return time;
}

export function parseWhole(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError("Expected a whole number.");
  return Number(text);
}
