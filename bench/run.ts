import { readdirSync } from "node:fs";
import { basename } from "node:path";

/** What one bench found; exactly one of `ratio` and `value` is held against `limit`. */
export interface BenchResult {
  readonly name: string;
  readonly ratio?: number;
  readonly value?: number;
  readonly unit: string;
  readonly limit: number;
  /** Which side of the limit passes: without it, at most the limit. */
  readonly bound?: "at-least" | "at-most";
  /** Size of the problem. */
  readonly n: number;
  /** The way that the bench's own was held against, in the same run and unit. */
  readonly alternative?: { readonly name: string; readonly value: number };
  /** A second figure with a limit of its own, which it must not exceed. */
  readonly also?: { readonly name: string; readonly value: number; readonly limit: number };
}

type Bench = () => BenchResult | Promise<BenchResult>;

/** Every other file of this folder is a bench: it exports `run`, or a default. */
function listBenches(): string[] {
  return readdirSync(import.meta.dirname)
    .filter((file) => file.endsWith(".ts") && file !== basename(import.meta.filename))
    .map((file) => basename(file, ".ts"))
    .toSorted();
}

async function main(name: string | undefined): Promise<number> {
  const names = listBenches();
  if (name === undefined || !names.includes(name)) {
    console.error(`Name one bench: ${names.join(", ")}`);
    return 2;
  }
  const module: { run?: Bench; default?: Bench } = await import(`./${name}.ts`);
  const run = module.run ?? module.default;
  if (run === undefined) throw new Error(`bench/${name}.ts exports no run`);
  const result = await run();
  const measured = result.ratio ?? result.value ?? Number.NaN;
  console.log(JSON.stringify(result));
  const passes = result.bound === "at-least" ? measured >= result.limit : measured <= result.limit;
  const { also } = result;
  return passes && (also === undefined || also.value <= also.limit) ? 0 : 1;
}

process.exitCode = await main(process.argv[2]);
