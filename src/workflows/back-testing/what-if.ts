import { setTimeout as sleep } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { Refusal, type RefusalCode } from "../../refusal.ts";
import type {
  FromThread,
  Loading,
  ToThread,
  WhatIfAnswer,
  WhatIfQuestion,
} from "./what-if-messages.ts";

interface Patience {
  /** Milliseconds. */
  readonly waitMs: number;
  readonly signal: AbortSignal;
}

/** Answers what changes would do, in a thread that holds what it answers from. */
export interface WhatIf {
  /** How far the reading of leads and deals has come, where the wait was too short for an answer. */
  ask(
    question: WhatIfQuestion,
    patience: Patience,
  ): Promise<WhatIfAnswer | Refusal | { readonly loading: Loading }>;
  close(): Promise<void>;
}

/** After so long without a question the thread goes, and all that it holds. */
const IDLE_MS = 10 * 60_000;

type Outcome = WhatIfAnswer | Refusal;

interface Running {
  readonly thread: Worker;
  readonly waiting: Map<number, { resolve(outcome: Outcome): void; reject(error: Error): void }>;
  loading: Loading;
}

/** Nothing runs before the first question. */
export function createWhatIf(databaseUrl: string): WhatIf {
  let running: Running | null = null;
  let idle: NodeJS.Timeout | undefined;
  let asked = 0;
  const end = async () => {
    clearTimeout(idle);
    const { thread } = running ?? {};
    running = null;
    await thread?.terminate();
  };
  const start = (): Running => {
    const started = startThread(databaseUrl, () => {
      if (running === started) running = null;
    });
    return started;
  };
  return {
    ask: async (question, { waitMs, signal }) => {
      running ??= start();
      const { thread, waiting } = running;
      clearTimeout(idle);
      idle = setTimeout(() => void end(), IDLE_MS).unref();
      const id = ++asked;
      const outcome = new Promise<Outcome>((resolve, reject) =>
        waiting.set(id, { resolve, reject }),
      );
      thread.postMessage({ id, question } satisfies ToThread, []);
      const mine = running;
      const enough = new AbortController();
      const late = sleep(waitMs, null, { signal: AbortSignal.any([signal, enough.signal]) })
        .catch(() => null)
        .then(() => ({ loading: mine.loading }));
      try {
        return await Promise.race([outcome, late]);
      } finally {
        enough.abort();
        outcome.catch(() => {});
      }
    },
    close: end,
  };
}

function startThread(databaseUrl: string, onEnd: () => void): Running {
  const thread = new Worker(new URL("./what-if-thread.mjs", import.meta.url), {
    workerData: { databaseUrl },
    execArgv: [],
  });
  const running: Running = { thread, waiting: new Map(), loading: { done: 0, total: 0 } };
  const { waiting } = running;
  const fail = (error: Error) => {
    onEnd();
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  thread.on("message", (message: FromThread) => {
    if (message.kind === "loading") {
      running.loading = message.loading;
      return;
    }
    const asker = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.kind === "answered") asker?.resolve(message.answer);
    else if (message.kind === "refused") asker?.resolve(readRefusal(message.refusal));
    else asker?.reject(Object.assign(new Error("the thread failed"), { code: message.code }));
  });
  thread.on("error", fail);
  thread.on("exit", (code) => fail(new Error(`the thread ended with ${code}`)));
  return running;
}

function readRefusal(said: (FromThread & { kind: "refused" })["refusal"]): Refusal {
  return new Refusal(said.code as RefusalCode, said.message, said.remedy, said.details);
}
