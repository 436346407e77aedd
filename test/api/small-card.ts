import type { Model } from "../../src/trainer/model.ts";
import { makeBucket, makeLine, makeScorecard, NOW, presentLine } from "../scorecard/cards.ts";
import { publishVersions, wrapCard } from "../store/published-versions.ts";
import { askAs } from "./asking.ts";
import { type ServiceFixture, useService } from "./service-fixture.ts";

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

export interface SmallService extends ServiceFixture {
  /** Asks as an admin. */
  readonly ask: ReturnType<typeof askAs>;
}

interface SmallOptions {
  readonly model?: Model | null;
  readonly now?: () => number;
}

/** A service by the small scorecard; its clock stands at NOW unless told. */
export async function useSmall(options: SmallOptions = {}): Promise<SmallService> {
  const { model = MODEL, now = () => NOW } = options;
  const service = await useService({ publish: false, now });
  await publishVersions(service.database, { slug: "small", set: wrapCard(CARD), model });
  return { ...service, ask: askAs(service, "admin") };
}
