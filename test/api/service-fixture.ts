import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { buildService, type Service } from "../../src/api/service.ts";
import { Refusal } from "../../src/refusal.ts";
import type { Model } from "../../src/trainer/model.ts";
import { prepareServing, type Serving } from "../../src/workflows/serving.ts";
import { makeFolder } from "../folder.ts";
import { makeBucket, makeLine, makeScorecard, NOW, presentLine } from "../scorecard/cards.ts";

/**
 * Small enough to score by head: MQL at 10 points stands for log-odds −2 + 0.1 × 10 = −1 on the
 * model's scale, SQL at 20 for 0.
 */
export const CARD = makeScorecard({
  id: "small",
  version: 7,
  thresholds: [
    { id: "mql", name: "MQL", score: 10 },
    { id: "sql", name: "SQL", score: 20 },
  ],
  buckets: [
    makeBucket("company", [
      makeLine("large", 10, {
        kind: "attribute",
        when: { is: "range", attribute: "employees", from: 200 },
      }),
      presentLine("webinar", 15),
      presentLine("referral", 0),
    ]),
    makeBucket(
      "visits",
      [makeLine("pricing", 4, { kind: "activity", match: { type: "visit", asset: "pricing" } })],
      { axis: "engagement" },
    ),
  ],
});

export const MODEL: Model = {
  format: "counterweight/model@1",
  scorecards: [{ id: "small", version: 7 }],
  intercept: -2,
  lines: [
    { key: "large", coefficient: 1, standardError: 0.1 },
    { key: "webinar", coefficient: 0, standardError: 0.1 },
    { key: "referral", coefficient: 3, standardError: 0.1 },
    { key: "pricing", coefficient: 0.5, standardError: 0.1 },
  ],
  segments: [],
  covariance: Array.from({ length: 25 }, (_, k) => (k % 6 === 0 ? 0.01 : 0)),
  scale: { unit: 0.1, base: -2 },
  trained: { deals: 400, won: 100, firstAsOf: null, lastAsOf: null, priorWidth: 0.5, seed: 1 },
};

interface Documents {
  readonly card?: unknown;
  readonly model?: unknown;
  /** Whether the folder holds a report. */
  readonly report?: "present" | "absent";
}

/** A folder with the documents that a service is prepared from, and their paths. */
export function writeSmall({ card = CARD, model = MODEL, report = "present" }: Documents = {}) {
  const folder = makeFolder();
  writeFileSync(join(folder, "scorecard.json"), JSON.stringify(card));
  writeFileSync(join(folder, "model.json"), JSON.stringify(model));
  if (report === "present") {
    writeFileSync(join(folder, "report.html"), "<!doctype html><title>Report</title>");
    writeFileSync(join(folder, "calibration.json"), '{"seed":1}');
  }
  return {
    scorecard: join(folder, "scorecard.json"),
    model: join(folder, "model.json"),
    ...(report === "present" && { report: folder }),
  };
}

/** What is served from those documents. */
export async function serveSmall(documents: Documents = {}): Promise<Serving> {
  const serving = await prepareServing(writeSmall(documents));
  if (serving instanceof Refusal) throw new Error(serving.message);
  return serving;
}

/** A service that is asked without a network; its clock stands at NOW. */
export async function startSmall(
  serving?: Serving,
): Promise<Service & { readonly faults: readonly unknown[] }> {
  const faults: unknown[] = [];
  const service = await buildService({
    serving: serving ?? (await serveSmall()),
    now: () => NOW,
    onFault: (error) => faults.push(error),
  });
  onTestFinished(() => service.app.close());
  return { ...service, faults };
}
