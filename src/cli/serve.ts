import { once } from "node:events";
import { isIP } from "node:net";
import { type Command, InvalidArgumentError } from "commander";
import { isLoopback, listen } from "../api/listening.ts";
import { buildService } from "../api/service.ts";
import { startJobThread } from "../jobs/thread.ts";
import { createFirstKey } from "../workflows/access/keys.ts";
import type { House } from "../workflows/house.ts";
import { loadSample } from "../workflows/importing/sample.ts";
import { addConnectionOptions, type ConnectionOptions, connect } from "./connection.ts";
import { accept, Exit, endProgress, parseWhole, showProgress } from "./edge.ts";
import { describeFault } from "./fault.ts";

interface ServeOptions extends ConnectionOptions {
  readonly host: string;
  readonly port: number;
  readonly sample?: true;
  readonly rateLimit: number;
  readonly proxy?: readonly string[];
  readonly allowPrivateWebhooks?: true;
  readonly worker: boolean;
}

const EXAMPLE = `
Example:
  $ counterweight serve --sample
  prints its address and a first key, and serves until it is stopped with Ctrl+C.

DATABASE_URL names the PostgreSQL (15 or later) to use; without it, one that comes with this
program runs in --database-folder.
`;

export function addServe(program: Command): void {
  const command = program
    .command("serve")
    .summary("keep leads, score them as things happen, and serve both scores over HTTP")
    .description("Keeps leads and serves both scores of them over HTTP until it is stopped.")
    .option("--host <name>", "address of this computer to listen on", "127.0.0.1")
    .option("--port <number>", "0 has a free one chosen", parsePort, 8787)
    .option("--sample", "load the sample's scorecard, model and leads where the database is empty")
    .option("--rate-limit <requests>", "of one caller in a minute; 0: any number", parseWhole, 6000)
    .option(
      "--proxy <address>",
      "address or network (10.0.0.0/8) of a proxy that is believed for whom it asks, and whether by https; this computer's are; may be repeated",
      collectNetworks,
    )
    .option("--allow-private-webhooks", "let webhooks go to addresses of private networks")
    .option("--no-worker", "serve only, and leave jobs and webhooks to other processes");
  addConnectionOptions(command).addHelpText("after", EXAMPLE).action(runServe);
}

async function runServe(options: ServeOptions): Promise<void> {
  const stopped = awaitStop();
  const house = await connect(options, { allowPrivateWebhooks: options.allowPrivateWebhooks });
  const closing: (() => Promise<void>)[] = [];
  try {
    await start(house, options, { closing, stopped });
    if (!stopped.aborted) await once(stopped, "abort");
  } finally {
    for (const close of closing) await close();
    await house.close();
  }
}

interface Run {
  /** What is to be done when the service stops, in this order: first nobody is let in any more. */
  readonly closing: (() => Promise<void>)[];
  readonly stopped: AbortSignal;
}

async function start(house: House, options: ServeOptions, run: Run): Promise<void> {
  const { context } = house;
  const onFault = (error: unknown, place?: string) =>
    void process.stderr.write(describeFault(error, { at: context.now(), place }));
  if (options.sample) await loadWhenEmpty(context, run.stopped);
  const { app } = await buildService({
    context,
    onFault,
    requestsPerMinute: options.rateLimit,
    proxies: options.proxy,
  });
  run.closing.push(() => closeGently(app));
  const address = accept(await listen(app, options));
  if (options.worker) {
    const { allowPrivateWebhooks } = context;
    const thread = startJobThread({
      databaseUrl: house.databaseUrl,
      allowPrivateWebhooks,
      // A thread tells of errors by messages of its own making, which name their code.
      onFault: (fault) => onFault(fault, `worker: ${fault instanceof Error ? fault.message : ""}`),
    });
    run.closing.push(() => thread.stop());
  }
  // Made only now: nobody would see the key of a service that did not come to listen.
  const first = await createFirstKey(context);
  process.stdout.write(`Counterweight listens on ${address} until it is stopped with Ctrl+C.\n`);
  if (first !== null)
    process.stdout.write(`The first key, of the role admin, shown only now:\n${first.key}\n`);
  if (!isLoopback(options.host)) process.stderr.write(OPEN_LINE);
}

async function loadWhenEmpty(context: House["context"], stopped: AbortSignal): Promise<void> {
  const goOn = (text: string) => {
    if (stopped.aborted) throw new Exit(0);
    showProgress(text);
  };
  const { state } = accept(await loadSample(context, goOn));
  endProgress();
  if (state === "not-empty")
    process.stderr.write("The sample was not loaded: the database holds something else already.\n");
}

const OPEN_LINE =
  "Other computers may call it by plain HTTP, on which keys and leads can be read along: put it " +
  "behind a proxy that speaks HTTPS.\n";

const PATIENCE_MS = 15_000;

/** Lets open requests end; those that do not are cut off after a while. */
async function closeGently(app: Awaited<ReturnType<typeof buildService>>["app"]): Promise<void> {
  const impatience = setTimeout(() => app.server.closeAllConnections(), PATIENCE_MS);
  await app.close();
  clearTimeout(impatience);
}

// A terminal's Ctrl+C comes twice where npm started the service: from the terminal and from npm.
const ECHO_MS = 1000;
const KILLED = 130;

/** The first Ctrl+C or SIGTERM lets open requests end; a later one ends the process at once. */
function awaitStop(): AbortSignal {
  const stop = new AbortController();
  let stoppedAt = Infinity;
  const onSignal = () => {
    if (performance.now() - stoppedAt > ECHO_MS) process.exit(KILLED);
    stoppedAt = Math.min(stoppedAt, performance.now());
    stop.abort();
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, onSignal);
  return stop.signal;
}

function parsePort(text: string): number {
  const port = parseWhole(text);
  if (port > 65_535) throw new InvalidArgumentError("Expected a port from 0 to 65535.");
  return port;
}

function collectNetworks(text: string, all: readonly string[] = []): readonly string[] {
  const [address = "", bits, ...rest] = text.split("/");
  const most = isIP(address) === 6 ? 128 : 32;
  const isNetwork = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most);
  if (isIP(address) === 0 || !isNetwork || rest.length > 0)
    throw new InvalidArgumentError("Expected an IP address or a network, such as 10.0.0.0/8.");
  return [...all, text];
}
