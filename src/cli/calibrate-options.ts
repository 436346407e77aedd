import { type Command, InvalidArgumentError } from "commander";
import type { CalibrateSettings } from "../workflows/calibrate.ts";
import { parseWhole } from "./edge.ts";

type Aim = NonNullable<CalibrateSettings["aims"]> extends ReadonlyMap<string, infer A> ? A : never;

/** Options that say what a recommendation may change, and what it is for. */
export interface RecommendOptions {
  readonly maxChange?: number;
  readonly step?: number;
  readonly atMost?: number;
  readonly threshold?: ReadonlyMap<string, Aim>;
  readonly leadsPerWeek?: number;
  readonly halfLife?: number | "none";
  readonly keep?: readonly string[];
}

export function addRecommendOptions(command: Command): Command {
  return command
    .option("--max-change <points>", "the most that a line's points may change by", parseWhole)
    .option("--step <points>", "points that change are multiples of this", parsePositive)
    .option("--at-most <lines>", "change at most so many lines", parseWhole)
    .option(
      "--threshold <aim>",
      "what a threshold, a grade (A to C) or a band (1 to 3) is for: mql=capacity:40 (leads a week), A=precision:0.4 (win rate) or hot=worth:5:1 (gain a win, cost a lead); may be repeated, once each",
      collectAims,
    )
    .option("--leads-per-week <leads>", "leads that come in a week, where you know", parseAmount)
    .option("--half-life <days>", "days after which a deal counts half, or none", parseHalfLife)
    .option(
      "--keep <column>",
      "keep a column that the mapping leaves out as a leak, for this run; may be repeated",
      (column: string, all: readonly string[] = []) => [...all, column],
    );
}

/** Options as the workflow takes them. */
export function toRecommendSettings(options: RecommendOptions) {
  const { maxChange, step, atMost, threshold, leadsPerWeek, halfLife, keep } = options;
  return {
    constraints: {
      ...(maxChange !== undefined && { maxChange }),
      ...(step !== undefined && { step }),
      ...(atMost !== undefined && { atMost }),
    },
    ...(threshold !== undefined && { aims: threshold }),
    ...(keep !== undefined && { keep }),
    ...(leadsPerWeek !== undefined && { leadsPerWeek }),
    ...(halfLife !== undefined && { halfLifeDays: halfLife === "none" ? null : halfLife }),
  };
}

function collectAims(
  text: string,
  aims: ReadonlyMap<string, Aim> = new Map(),
): ReadonlyMap<string, Aim> {
  const [, id, kind, first, second] = /^([^=]+)=(\w+):([\d.]+)(?::([\d.]+))?$/.exec(text) ?? [];
  if (id === undefined || kind === undefined || first === undefined)
    throw new InvalidArgumentError(
      "Expected such as mql=capacity:40, sql=precision:0.4 or hot=worth:5:1.",
    );
  if (aims.has(id)) throw new InvalidArgumentError(`Threshold ${id} has two aims: give one.`);
  return new Map([...aims, [id, readAim(kind, Number(first), Number(second))]]);
}

function readAim(kind: string, first: number, second: number): Aim {
  if (kind === "capacity" && first > 0) return { kind, capacity: first };
  if (kind === "precision" && first > 0 && first < 1)
    return { kind, wanted: first, by: "estimate" };
  if (kind === "worth" && first > 0 && second > 0)
    return { kind, worth: { gainPerWin: first, costPerLead: second } };
  throw new InvalidArgumentError(
    "Expected capacity:LEADS above 0, precision:RATE between 0 and 1, or worth:GAIN:COST above 0.",
  );
}

function parsePositive(text: string): number {
  const value = parseWhole(text);
  if (value === 0) throw new InvalidArgumentError("Expected a whole number of 1 or more.");
  return value;
}

function parseAmount(text: string): number {
  const amount = Number(text);
  if (!(amount > 0 && amount < Infinity))
    throw new InvalidArgumentError("Expected a number above 0.");
  return amount;
}

/** Commander takes null for no answer, so never fading has a word. */
function parseHalfLife(text: string): number | "none" {
  if (text === "none") return text;
  const days = parseAmount(text);
  if (days < 1) throw new InvalidArgumentError("Expected 1 day or more, or none.");
  return days;
}
