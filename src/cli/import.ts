import type { Command } from "commander";
import { type ImportResult, importExport } from "../workflows/importing/import-export.ts";
import { addConnectionOptions, type ConnectionOptions, withHouse } from "./connection.ts";
import { accept, endProgress, listRejected, showProgress } from "./edge.ts";

interface ImportOptions extends ConnectionOptions {
  readonly mapping: string;
  readonly activities?: string;
  readonly feedback?: string;
}

const EXAMPLE = `
Example:
  $ counterweight import deals.csv leads.csv --activities activities.csv \\
      --feedback feedback.csv --mapping mapping.json
  keeps all leads with what they did, and scores them. Interrupted, the same command goes
  on where it stopped; done, it changes nothing. A newer export adds what is new in it.
`;

export function addImport(program: Command): void {
  const command = program
    .command("import")
    .summary("keep the leads, activities, deals and feedback of export files")
    .description(
      "Imports export files in bulk into the database, by the same mapping as calibrate, and scores the leads.",
    )
    .argument("<export...>", "CSV, JSON lines or Parquet files that the mapping describes")
    .requiredOption("--mapping <file>", "mapping.json, as init writes it")
    .option("--activities <file>", "what leads did, when it is not among the exports")
    .option("--feedback <file>", "what sales said of leads");
  addConnectionOptions(command).addHelpText("after", EXAMPLE).action(runImport);
}

async function runImport(exports: readonly string[], options: ImportOptions): Promise<void> {
  const { mapping, activities, feedback } = options;
  await withHouse(options, async ({ context }) => {
    const input = {
      exports,
      mapping,
      ...(activities !== undefined && { activities }),
      ...(feedback !== undefined && { feedback }),
      actor: { name: "command-line" },
    };
    const result = accept(await importExport(context, input, showProgress));
    endProgress();
    listRejected(result.rejected);
    process.stdout.write(`${summarise(result).join("\n")}\n`);
  });
}

function summarise(result: ImportResult): readonly string[] {
  const { state, job, counts, leftOut, resumedAt, unreadable, scored } = result;
  const { leads, activities, deals, feedback } = counts;
  const again = state === "done-before";
  return [
    ...(again
      ? [`These files were imported before, as job ${job}; nothing was changed now. Then it was:`]
      : []),
    ...(resumedAt > 0
      ? [`Gone on after ${count(resumedAt)} leads, which an earlier run had kept.`]
      : []),
    describe("Leads", [
      [leads.created, "new"],
      [leads.changed, "changed"],
      [leads.same, "as they were"],
    ]),
    describe("Activities", [
      [activities.added, "new"],
      [activities.same, "kept before"],
      [leftOut.activities, "left out, of no lead in the files or at no possible time"],
    ]),
    describe("Deals", [
      [deals.written, "new or changed"],
      [deals.same, "as they were"],
      [leftOut.deletedDeals, "deleted, left out"],
    ]),
    describe("Feedback", [
      [feedback.added, "new"],
      [feedback.same, "kept before"],
      [leftOut.feedback, "on no lead in the files, left out"],
    ]),
    ...unreadable.map(
      ({ file, column, cells, firstLine, reason }) =>
        `Unknown for ${count(cells)} in ${file}, ${column}: ${reason}, first on line ${firstLine}.`,
    ),
    scored
      ? "All of these leads have scores."
      : "No scorecard is published yet, so the leads have no scores: publishing one scores them.",
  ];
}

function describe(what: string, parts: readonly (readonly [number, string])[]): string {
  const told = parts.filter(([number]) => number > 0);
  const text = told.map(([number, of]) => `${count(number)} ${of}`).join(", ");
  return `${what}: ${text === "" ? "none" : text}.`;
}

function count(number: number): string {
  return number.toLocaleString("en-US");
}
