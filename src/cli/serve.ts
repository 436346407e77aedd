import { type Command, InvalidArgumentError } from "commander";
import { listen } from "../api/listening.ts";
import { buildService } from "../api/service.ts";
import { prepareServing } from "../workflows/serving.ts";
import { accept, parseWhole } from "./edge.ts";
import { describeFault } from "./fault.ts";

interface ServeOptions {
  readonly scorecard: string;
  readonly model: string;
  readonly report?: string;
  readonly host: string;
  readonly port: number;
}

const EXAMPLE = `
Example:
  $ counterweight serve --scorecard scorecard.json --model out/model.json --report out
  listens on http://127.0.0.1:8787 until it is stopped with Ctrl+C.
`;

export function addServe(program: Command): void {
  program
    .command("serve")
    .summary("serve both scores and the report over HTTP")
    .description(
      "Serves both scores of leads, and the report, to programs on this computer until it is stopped.",
    )
    .requiredOption("--scorecard <file>", "the scorecard that the model was calibrated with")
    .requiredOption("--model <file>", "model.json, as calibrate writes it")
    .option("--report <folder>", "the folder that calibrate wrote to")
    .option("--host <name>", "address of this computer to listen on", "127.0.0.1")
    .option("--port <number>", "0 has a free one chosen", parsePort, 8787)
    .addHelpText("after", EXAMPLE)
    .action(runServe);
}

async function runServe({ scorecard, model, report, host, port }: ServeOptions): Promise<void> {
  const serving = accept(
    await prepareServing({ scorecard, model, ...(report !== undefined && { report }) }),
  );
  const { app } = await buildService({
    serving,
    now: Date.now,
    onFault: (error) => process.stderr.write(describeFault(error)),
  });
  const stopped = awaitStop();
  const address = accept(await listen(app, { host, port }));
  process.stdout.write(`Counterweight listens on ${address} until it is stopped with Ctrl+C.\n`);
  await stopped;
  await app.close();
}

/** The first Ctrl+C or SIGTERM lets open requests end; a second one ends the process at once. */
function awaitStop(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
}

function parsePort(text: string): number {
  const port = parseWhole(text);
  if (port > 65_535) throw new InvalidArgumentError("Expected a port from 0 to 65535.");
  return port;
}
