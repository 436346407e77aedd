import { type Command, Option } from "commander";
import { type Clustering, clusterings } from "../workflows/comparing/clusters.ts";
import { type Basis, bases } from "../workflows/comparing/comparison-material.ts";
import {
  answerOf,
  compareLiveVersions,
  writeAbReport,
} from "../workflows/comparing/write-ab-report.ts";
import { checkFolder } from "../workflows/documents.ts";
import { type ReportForm, reportForms } from "../workflows/training/ask-report.ts";
import { addConnectionOptions, type ConnectionOptions, withHouse } from "./connection.ts";
import { accept, endProgress, parseWhole, showProgress } from "./edge.ts";

interface ReportOptions extends ConnectionOptions {
  readonly out: string;
  readonly format?: readonly ReportForm[];
  readonly basis?: Basis;
  readonly cluster?: Clustering;
  readonly seed: number;
  readonly pictures?: true;
}

const EXAMPLE = `
Example:
  $ counterweight report --out report --pictures
  answers in one sentence which score is better, and writes ab-report.html, ab-report.json,
  ab-report.md and pictures/*.svg into report.

  $ counterweight report --format md --out - > comment.md
  prints the report for a pull request or a chat.
`;

/** The standard output, in place of a folder. */
const STDOUT = "-";

export function addReport(program: Command): void {
  const command = program
    .command("report")
    .summary("say which score is better, rules or model, and how sure that is")
    .description(
      "Compares the rules and the model on stored leads by the outcomes that came, with experiments and what the daily watch found.",
    )
    .option("--out <folder>", "where to write the report; - prints one form of it", "report")
    .addOption(
      new Option("--format <form...>", "the forms to write; all when left out").choices(
        reportForms,
      ),
    )
    .option("--pictures", "write each picture as an SVG file too")
    .addOption(
      new Option(
        "--basis <basis>",
        "served: scores as they stood at hand-over; held-out: later deals, by a model that earlier ones taught",
      ).choices(bases),
    )
    .addOption(
      new Option("--cluster <by>", "what leads go together by; by account when left out").choices(
        clusterings,
      ),
    )
    .option("--seed <number>", "for every random choice", parseWhole, 1);
  addConnectionOptions(command)
    .addHelpText("after", EXAMPLE)
    .action(async (options: ReportOptions) => {
      const forms = options.format ?? (options.out === STDOUT ? ["md"] : reportForms);
      if (options.out === STDOUT && (forms.length > 1 || options.pictures))
        command.error("error: --out - prints one form, and no pictures");
      await runReport(options, forms);
    });
}

async function runReport(options: ReportOptions, forms: readonly ReportForm[]): Promise<void> {
  const { out, basis = null, cluster = null, seed, pictures = false } = options;
  if (out !== STDOUT) accept(await checkFolder(out));
  await withHouse(options, async ({ context }) => {
    const wish = { basis, clustering: cluster, seed };
    const report = accept(await compareLiveVersions(context, wish, showProgress));
    endProgress();
    if (out === STDOUT) {
      process.stdout.write(report[forms[0]!]);
      return;
    }
    const files = accept(await writeAbReport(report, out, { forms, pictures }));
    process.stdout.write(`${answerOf(report)}\n${files.map((file) => `  ${file}\n`).join("")}`);
  });
}
