import { join } from "node:path";
import { type Command, Option } from "commander";
import { checkFolder, writeDocuments } from "../workflows/documents.ts";
import { propose } from "../workflows/propose.ts";
import { accept, endProgress, parseWhole, showProgress } from "./edge.ts";

interface InitOptions {
  readonly preset?: "salesforce" | "hubspot";
  readonly asOfDays?: number;
  readonly outcome?: string;
  readonly won?: readonly string[];
  readonly lost?: readonly string[];
  readonly id?: string;
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
    .option("--outcome <column>", "the column that tells how deals ended; else found by its words")
    .addOption(wordOption("won"))
    .addOption(wordOption("lost"))
    .option("--id <column>", "the column that tells deals apart; else found by what it holds")
    .requiredOption("--out <folder>", "where to write both files")
    .addHelpText("after", EXAMPLE)
    .action(runInit);
}

function wordOption(meaning: "won" | "lost"): Option {
  return new Option(
    `--${meaning} <word>`,
    `with --outcome: a word of that column that means ${meaning}; may be repeated`,
  ).argParser((word: string, all: readonly string[] = []) => [...all, word]);
}

/** What a person says of the columns, where the headers and words do not say it. */
function readNamed({ outcome, won = [], lost = [], id }: InitOptions) {
  return {
    ...(outcome !== undefined && { outcome: { column: outcome, won, lost } }),
    ...(id !== undefined && { id }),
  };
}

async function runInit(exports: readonly string[], options: InitOptions): Promise<void> {
  const { out, preset, asOfDays } = options;
  accept(await checkFolder(out));
  const proposal = accept(
    await propose({
      exports,
      ...(preset !== undefined && { preset }),
      ...(asOfDays !== undefined && { asOfDays }),
      ...readNamed(options),
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
  const [mapping, scorecard] = ["mapping.json", "scorecard.json"].map((name) =>
    JSON.stringify(join(out, name)),
  );
  const files = proposal.files.map((path) => JSON.stringify(path)).join(" ");
  const feedback =
    proposal.feedback === null ? "" : ` --feedback ${JSON.stringify(proposal.feedback)}`;
  process.stdout.write(`${proposal.findings.join("\n")}\n
Wrote ${mapping} and ${scorecard}. Read them, rate the lines that stand at 0, then:
  counterweight calibrate ${files}${feedback} --mapping ${mapping} --scorecard ${scorecard} --out out
`);
}
