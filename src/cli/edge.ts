import { InvalidArgumentError } from "commander";
import { Refusal } from "../refusal.ts";

const DETAILS_SHOWN = 20;

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
  const shown = details.slice(0, DETAILS_SHOWN).map(({ where, reason }) => `  ${where}: ${reason}`);
  const more = details.length - shown.length;
  return [
    `counterweight: ${message}`,
    ...shown,
    ...(more > 0 ? [`  and ${more} more`] : []),
    `What to do: ${remedy}`,
    "",
  ].join("\n");
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
