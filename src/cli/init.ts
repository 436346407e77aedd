import { join } from "node:path";
import { type Command, Option } from "commander";
import { writeDocuments } from "../workflows/documents.ts";
import { propose } from "../workflows/propose.ts";
import { accept, endProgress, parseWhole, showProgress } from "./edge.ts";

interface InitOptions {
  readonly preset?: "salesforce" | "hubspot";
  readonly asOfDays?: number;
  readonly out: string;
}

const EXAMPLE = `
Example:
  $ counterweight init deals.csv activities.csv --out setup
  writes setup/mapping.json and setup/scorecard.json, and says what it chose and why.
`;

export function addInit(program: Command): void {
  program
    .command("init")
    .summary("look at an export; write a first mapping and scorecard")
    .description(
      "Looks at an export of deals and writes mapping.json and a scorecard to start from.",
    )
    .argument("<export...>", "CSV, JSON lines or Parquet files: deals, leads, activities")
    .addOption(
      new Option("--preset <name>", "whose export it is; else seen from its headers").choices([
        "salesforce",
        "hubspot",
      ]),
    )
    .option("--as-of-days <days>", "score leads so many days after creation", parseWhole)
    .requiredOption("--out <folder>", "where to write both files")
    .addHelpText("after", EXAMPLE)
    .action(runInit);
}

async function runInit(exports: readonly string[], options: InitOptions): Promise<void> {
  const { out, preset, asOfDays } = options;
  const proposal = accept(
    await propose({
      exports,
      ...(preset !== undefined && { preset }),
      ...(asOfDays !== undefined && { asOfDays }),
      onProgress: showProgress,
    }),
  );
  accept(
    await writeDocuments(out, {
      "mapping.json": `${JSON.stringify(proposal.mapping, null, 2)}\n`,
      "scorecard.json": `${JSON.stringify(proposal.scorecard, null, 2)}\n`,
    }),
  );
  endProgress();
  const files = exports.map((path) => JSON.stringify(path)).join(" ");
  const [mapping, scorecard] = ["mapping.json", "scorecard.json"].map((name) => join(out, name));
  process.stdout.write(`${proposal.findings.join("\n")}\n
Wrote ${mapping} and ${scorecard}. Read them, rate the lines that stand at 0, then:
  counterweight calibrate ${files} --mapping ${mapping} --scorecard ${scorecard} --out out
`);
}
