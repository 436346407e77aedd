import { Command, CommanderError } from "commander";
import manifest from "../../package.json" with { type: "json" };
import { addCalibrate } from "./calibrate.ts";
import { Exit, endProgress } from "./edge.ts";
import { addExplain } from "./explain.ts";
import { describeFault } from "./fault.ts";
import { addFeedback } from "./feedback.ts";
import { addImport } from "./import.ts";
import { addInit } from "./init.ts";
import { addKeys } from "./keys.ts";
import { addMigrate } from "./migrate.ts";
import { addReport } from "./report.ts";
import { addScore } from "./score.ts";
import { addServe } from "./serve.ts";

const USAGE_FAULT = 2;

/** Runs one command and gives its exit code: 0 done, 2 input unusable, 3 question unanswerable. */
export async function main(args: readonly string[]): Promise<number> {
  leaveQuietlyWhenNobodyReads();
  const program = new Command("counterweight")
    .description("Calibrates a lead scorecard on closed deals.")
    .version(manifest.version)
    .exitOverride()
    .showHelpAfterError("Run the command with --help for its options and an example.");
  for (const add of [
    addInit,
    addCalibrate,
    addScore,
    addExplain,
    addServe,
    addMigrate,
    addImport,
    addFeedback,
    addReport,
    addKeys,
  ])
    add(program);
  for (const command of program.commands) command.copyInheritedSettings(program);
  try {
    await program.parseAsync(args, { from: "user" });
    return 0;
  } catch (error) {
    endProgress();
    if (error instanceof Exit) return error.exitCode;
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE_FAULT;
    process.stderr.write(describeFault(error, { at: Date.now() }));
    return 1;
  }
}

/** A reader such as head that has had enough is no fault. */
function leaveQuietlyWhenNobodyReads(): void {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    process.exit(0);
  });
}
