import type { Command } from "commander";
import { explainLead, renderLedger } from "../workflows/score-leads.ts";
import { accept, endProgress } from "./edge.ts";
import { addScoreOptions, type ScoreOptions, toScoreInput } from "./score.ts";

const EXAMPLE = `
Example:
  $ counterweight explain L-0042 deals.csv leads.csv --activities activities.csv \\
      --mapping mapping.json --scorecard scorecard.json --model out/model.json
`;

export function addExplain(program: Command): void {
  const command = program
    .command("explain")
    .summary("one lead's scores, line by line")
    .description("Shows one lead's ledger: every line that counts, summing to its score.")
    .argument("<lead-id>", "id of the lead")
    .argument("<leads...>", "the files that hold it");
  addScoreOptions(command)
    .option("--json", "print the ledgers as JSON, numbers in full")
    .addHelpText("after", EXAMPLE)
    .action(runExplain);
}

async function runExplain(
  leadId: string,
  leads: readonly string[],
  options: ScoreOptions & { readonly json?: true },
): Promise<void> {
  const score = accept(await explainLead(leadId, toScoreInput(leads, options)));
  endProgress();
  process.stdout.write(options.json ? `${JSON.stringify(score, null, 2)}\n` : renderLedger(score));
}
