import { type Command, Option } from "commander";
import { renderLeadsCsv, renderLeadsJson, scoreLeads } from "../workflows/score-leads.ts";
import { accept, endProgress, listRejected, parseTime, showProgress } from "./edge.ts";

export interface ScoreOptions {
  readonly mapping: string;
  readonly scorecard: string;
  readonly model: string;
  readonly activities?: string;
  readonly asOf?: number;
}

const EXAMPLE = `
Example:
  $ counterweight score leads.csv --mapping mapping.json --scorecard scorecard.json \\
      --model out/model.json --as-of 2025-12-31 > scores.csv
`;

export function addScore(program: Command): void {
  const command = program
    .command("score")
    .summary("score leads by rules and model")
    .description("Scores leads by rules and model: both scores, cell, next action and reasons.")
    .argument("<leads...>", "CSV, JSON lines or Parquet files that the mapping describes");
  addScoreOptions(command)
    .addOption(
      new Option("--format <name>", "of the answer").choices(["csv", "jsonl"]).default("csv"),
    )
    .addHelpText("after", EXAMPLE)
    .action(runScore);
}

/** What score and explain both need. */
export function addScoreOptions(command: Command): Command {
  return command
    .requiredOption("--mapping <file>", "mapping.json, as init writes it")
    .requiredOption("--scorecard <file>", "the scorecard that the model was calibrated with")
    .requiredOption("--model <file>", "model.json, as calibrate writes it")
    .option("--activities <file>", "what leads did, when it is not among the files")
    .option("--as-of <time>", "the moment to score at; else the mapping's, else now", parseTime);
}

/** Options as the workflows take them. */
export function toScoreInput(leads: readonly string[], options: ScoreOptions) {
  const { mapping, scorecard, model, activities, asOf } = options;
  return {
    leads,
    mapping,
    scorecard,
    model,
    ...(activities !== undefined && { activities }),
    ...(asOf !== undefined && { asOf }),
    now: Date.now(),
    onProgress: showProgress,
  };
}

async function runScore(
  leads: readonly string[],
  options: ScoreOptions & { readonly format: "csv" | "jsonl" },
): Promise<void> {
  const { scores, rejected } = accept(await scoreLeads(toScoreInput(leads, options)));
  endProgress();
  listRejected(rejected);
  process.stdout.write(options.format === "csv" ? renderLeadsCsv(scores) : renderLeadsJson(scores));
}
