import type { Command } from "commander";
import { importFeedback } from "../workflows/feedback/import-feedback.ts";
import { addConnectionOptions, type ConnectionOptions, withHouse } from "./connection.ts";
import { accept, listRejected } from "./edge.ts";

interface FeedbackOptions extends ConnectionOptions {
  readonly mapping?: string;
}

const EXAMPLE = `
Example:
  $ counterweight feedback feedback.csv
  keeps each row once, however often it is imported. Columns are known by their names:
  lead, verdict (accepted, rejected or 1 to 5), reason, rep, at, comment, saw_score and
  shown_version; a cell of reasons may hold several codes with ; between them.
`;

export function addFeedback(program: Command): void {
  const command = program
    .command("feedback")
    .summary("keep what sales said of leads that are stored")
    .description("Imports a file of feedback on leads that are in the database already.")
    .argument("<file>", "CSV, JSON lines or Parquet file")
    .option("--mapping <file>", "mapping.json, where it names the columns or the dates' order");
  addConnectionOptions(command).addHelpText("after", EXAMPLE).action(runFeedback);
}

async function runFeedback(path: string, options: FeedbackOptions): Promise<void> {
  const { mapping } = options;
  await withHouse(options, async ({ context }) => {
    const actor = { name: "command-line" };
    const { added, same, rejected } = accept(
      await importFeedback(context, { path, mapping, actor }),
    );
    listRejected(rejected);
    const count = (number: number) => number.toLocaleString("en-US");
    process.stdout.write(
      `Feedback: ${count(added)} new, ${count(same)} kept before, ${count(rejected.length)} left out.\n`,
    );
  });
}
