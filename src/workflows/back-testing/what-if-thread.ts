import { parentPort, workerData } from "node:worker_threads";
import { Refusal } from "../../refusal.ts";
import { openDatabase } from "../../store/database.ts";
import { createWhatIfDesk } from "./what-if-desk.ts";
import type { FromThread, ToThread } from "./what-if-messages.ts";

/** One to read leads and deals with, the others to answer meanwhile. */
const CONNECTIONS = 3;

const port = parentPort!;
const tell = (message: FromThread) => port.postMessage(message, []);
const { databaseUrl } = workerData as { readonly databaseUrl: string };
const desk = createWhatIfDesk(openDatabase(databaseUrl, { connections: CONNECTIONS }), {
  now: Date.now,
  onLoading: (loading) => tell({ kind: "loading", loading }),
});

port.on("message", async ({ id, question }: ToThread) => {
  try {
    const answer = await desk.answer(question);
    if (answer instanceof Refusal) {
      const { code, message, remedy, details } = answer;
      tell({ kind: "refused", id, refusal: { code, message, remedy, details } });
    } else tell({ kind: "answered", id, answer });
  } catch (error) {
    tell({ kind: "failed", id, code: codeOf(error) });
  }
});

/** An error's code: its message may hold values of rows. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  const { code } = (error.cause ?? error) as { code?: unknown };
  return typeof code === "string" && /^\w{1,40}$/.test(code) ? code : error.name;
}
