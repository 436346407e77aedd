import { type Command, Option } from "commander";
import { type CalibrateResult, calibrate } from "../workflows/calibrate.ts";
import {
  locateReport,
  type RenderedFindings,
  renderFindings,
  renderSummary,
  writeCalibration,
} from "../workflows/calibration-files.ts";
import { checkFolder } from "../workflows/documents.ts";
import {
  addRecommendOptions,
  type RecommendOptions,
  toRecommendSettings,
} from "./calibrate-options.ts";
import { accept, endProgress, listRejected, parseWhole, showProgress } from "./edge.ts";

interface CalibrateOptions extends RecommendOptions {
  readonly mapping: string;
  readonly scorecard: string;
  readonly activities?: string;
  readonly feedback?: string;
  readonly seed: number;
  readonly out: string;
  readonly format?: keyof RenderedFindings;
  readonly json?: true;
}

const EXAMPLE = `
Example:
  $ counterweight calibrate deals.csv --activities activities.csv \\
      --mapping mapping.json --scorecard scorecard.json --out out
  prints what to change and writes calibration.json, report.html, report.md,
  scorecard.recommended.json, model.json and scores.csv into out.

  $ counterweight calibrate … --format md > findings.md
  prints the findings for a pull request or a chat.
`;

const FORMATS: readonly (keyof RenderedFindings)[] = ["html", "json", "md"];

export function addCalibrate(program: Command): void {
  const command = program
    .command("calibrate")
    .summary("learn from closed deals what each line is worth, and what to change")
    .description(
      "Fits a model to closed deals, judges it and the rules on deals that did not train it, and recommends points line by line.",
    )
    .argument("<export...>", "CSV, JSON lines or Parquet files that the mapping describes")
    .requiredOption("--mapping <file>", "mapping.json, as init writes it")
    .requiredOption("--scorecard <file>", "the scorecard to calibrate")
    .option("--activities <file>", "what leads did, when it is not among the exports")
    .option("--feedback <file>", "what sales said of leads");
  addRecommendOptions(command)
    .option("--seed <number>", "for every random choice", parseWhole, 1)
    .option("--out <folder>", "where to write the findings", "out")
    .addOption(
      new Option(
        "--format <form>",
        "print the findings as report.html, calibration.json or report.md in place of the summary",
      )
        .choices(FORMATS)
        .conflicts("json"),
    )
    .option("--json", "the same as --format json")
    .addHelpText("after", EXAMPLE)
    .action(runCalibrate);
}

async function runCalibrate(exports: readonly string[], options: CalibrateOptions): Promise<void> {
  const { mapping, scorecard, activities, feedback, seed, out } = options;
  accept(await checkFolder(out));
  const result = accept(
    await calibrate({
      exports,
      mapping,
      scorecard,
      ...(activities !== undefined && { activities }),
      ...(feedback !== undefined && { feedback }),
      ...toRecommendSettings(options),
      seed,
      onProgress: showProgress,
    }),
  );
  showProgress("drawing the report");
  accept(await writeCalibration(result, out));
  endProgress();
  listRejected(result.history.rejected);
  const form = options.json ? "json" : options.format;
  process.stdout.write(
    form === undefined ? summarise(result, out) : (await renderFindings(result))[form],
  );
}

function summarise(result: CalibrateResult, out: string): string {
  const summary = renderSummary(result, {
    columns: Math.min(120, process.stdout.columns ?? 100),
    colour: process.stdout.isTTY && !process.env["NO_COLOR"] ? "ansi" : "none",
  });
  return `${summary}\nReport: ${locateReport(out)}\n`;
}
