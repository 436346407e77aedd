import { describe, expect, it } from "vitest";
import { insertModelVersion } from "../../../src/store/model-versions.ts";
import type { Model } from "../../../src/trainer/model.ts";
import type { Context } from "../../../src/workflows/context.ts";
import { recordOutcomes } from "../../../src/workflows/keeping/record-outcomes.ts";
import { upsertLeads } from "../../../src/workflows/keeping/upsert-leads.ts";
import { compareWithLive } from "../../../src/workflows/versions/model-comparison.ts";
import { promoteModel } from "../../../src/workflows/versions/promote-model.ts";
import { DAY, NOW } from "../../scorecard/cards.ts";
import { ACTOR, accept, makeCard, makeModel, publishCard, useContext } from "./version-fixture.ts";

const interval = (value: number) => ({ value, low: value - 0.1, high: value + 0.1 });

/** As much of a calibration as a comparison asks for. */
function calibration(auc: number, parts: { readonly judge?: number; readonly seed?: number } = {}) {
  const { judge = 100, seed = 1 } = parts;
  return {
    seed,
    split: { kind: "time", train: 300, judge, cutoff: "2025-03-01T00:00:00.000Z" },
    arms: {
      model: { judge: { deals: judge, won: 40, auc: interval(auc), logLoss: interval(1 - auc) } },
    },
  };
}

interface Kept {
  readonly model?: Model;
  readonly calibration?: unknown;
  readonly historyHash?: string | null;
}

async function useModels(first: Kept, second: Kept) {
  const context = await useContext();
  const { id } = await publishCard(context, makeCard());
  for (const { model = makeModel(), calibration = null, historyHash = null } of [first, second])
    await insertModelVersion(context.database, {
      slug: "small",
      scorecardVersionId: id,
      document: model,
      calibration,
      historyHash,
      createdBy: "job:1",
    });
  const compare = (version: number) => compareWithLive(context, { slug: "small", version });
  const promote = (version: number) => promoteModel(context, ACTOR, { slug: "small", version });
  return { context, compare, promote };
}

/** Deals on leads of which those with `large` are mostly won, as of so many days from NOW. */
async function storeDeals(context: Context, deals: number, days: number): Promise<void> {
  const places = Array.from({ length: deals }, (_, i) => i);
  const isLarge = (i: number) => i % 2 === 0;
  await upsertLeads(
    { ...context, now: () => NOW - 400 * DAY },
    places.map((i) => ({ id: `L-${i}`, attributes: isLarge(i) ? { large: true } : {} })),
  );
  const refused = await recordOutcomes(
    context,
    places.map((i) => ({
      lead: `L-${i}`,
      deal: `D-${i}`,
      outcome: isLarge(i) !== (i % 5 === 0) ? ("won" as const) : ("lost" as const),
      openedAt: NOW + days * DAY + i,
      handedOverAt: NOW + days * DAY + i,
      closedAt: NOW + (days + 10) * DAY,
    })),
  );
  expect(refused.refused).toEqual([]);
}

function trainedUntil(lastAsOf: string | null, coefficient: number): Model {
  const model = makeModel(coefficient);
  return { ...model, trained: { ...model.trained, lastAsOf } };
}

describe("a model beside the live one", () => {
  it("has the figures of both calibrations where these judged on the same deals", async () => {
    const { compare, promote } = await useModels(
      { calibration: calibration(0.7), historyHash: "aa" },
      { calibration: calibration(0.75), historyHash: "aa" },
    );
    expect(await compare(1)).toEqual({
      live: null,
      figures: { notEstimable: "No model is live." },
    });
    accept(await promote(1));
    const found = accept(await compare(2));
    expect(found).toMatchObject({
      live: { slug: "small", version: 1 },
      figures: {
        basis: "same-deals",
        deals: 100,
        won: 40,
        candidate: { auc: interval(0.75), logLoss: interval(0.25) },
        live: { auc: interval(0.7) },
        difference: { auc: { notEstimable: expect.any(String) } },
      },
    });
    expect(accept(await promote(2)).comparison).toEqual(found);
    expect(await compare(2)).toMatchObject({
      figures: { notEstimable: "It is the live model itself." },
    });
    expect(await compare(3)).toMatchObject({ code: "version-unknown" });
  });

  it.each([
    ["other history", { calibration: calibration(0.75), historyHash: "bb" }],
    ["no hash", { calibration: calibration(0.75), historyHash: null }],
    ["another split", { calibration: calibration(0.75, { judge: 90 }), historyHash: "aa" }],
    ["no calibration", { historyHash: "aa" }],
  ])("is not held against it by calibrations: %s", async (_, second) => {
    const { compare, promote } = await useModels(
      { calibration: calibration(0.7), historyHash: "aa" },
      second,
    );
    accept(await promote(1));
    expect(await compare(2)).toMatchObject({
      figures: { notEstimable: expect.stringContaining("there are 0, 0 of them won") },
    });
  });

  it("is judged with it on stored deals that neither learnt from", async () => {
    const until = "2025-05-01T00:00:00.000Z";
    const { context, compare, promote } = await useModels(
      { model: trainedUntil(until, 0.2) },
      { model: trainedUntil(until, -1) },
    );
    accept(await promote(1));
    await storeDeals(context, 60, -90);
    expect(await compare(2)).toMatchObject({ figures: { notEstimable: expect.any(String) } });
    await storeDeals(context, 60, -20);
    const { figures } = accept(await compare(2));
    // 24 of 30 large ones are won and 6 of 30 others: one model has their order, the other its reverse.
    expect(figures).toMatchObject({
      basis: "later-deals",
      deals: 60,
      won: 30,
      live: { auc: { value: expect.closeTo(0.8, 10) } },
      candidate: { auc: { value: expect.closeTo(0.2, 10) } },
      difference: {
        auc: { value: expect.closeTo(-0.6, 10), low: expect.any(Number) },
        logLoss: { value: expect.any(Number) },
      },
    });
  });

  it("is judged by when deals closed where nobody knows up to when it learnt", async () => {
    const { context, compare, promote } = await useModels(
      { model: trainedUntil(null, 1) },
      { model: trainedUntil(null, -1) },
    );
    accept(await promote(1));
    await storeDeals(context, 60, -20);
    expect(await compare(2)).toMatchObject({ figures: { notEstimable: expect.any(String) } });
    await context.database.sql`UPDATE opportunity SET closed_at = now() + interval '1 hour'`;
    expect(await compare(2)).toMatchObject({ figures: { basis: "later-deals", deals: 60 } });
  });
});
