import { describe, expect, it } from "vitest";
import type { AbFindings, ShadowFindings } from "../../../src/report/ab/findings.ts";
import { renderAb } from "../../../src/report/ab/render.ts";
import { abReportSchema } from "../../../src/report/ab/schema.ts";
import { isEstimated } from "../../../src/statistics/estimate.ts";
import type { Database } from "../../../src/store/database.ts";
import { readLive } from "../../../src/store/live.ts";
import { compareMaterial } from "../../../src/workflows/comparing/compare-material.ts";
import type { ComparisonWish } from "../../../src/workflows/comparing/comparison-material.ts";
import { readComparison } from "../../../src/workflows/comparing/read-comparison.ts";
import type { Context } from "../../../src/workflows/context.ts";
import { setCapacity } from "../../../src/workflows/feedback/listening-settings.ts";
import { loadSample } from "../../../src/workflows/importing/sample.ts";
import { eraseLead } from "../../../src/workflows/keeping/erase-lead.ts";
import { useTestDatabase } from "../../database.ts";
import { DAY, NOW } from "../../scorecard/cards.ts";
import { publishVersions, wrapCard } from "../../store/published-versions.ts";
import { makeRankingContext } from "../routing/ranked-leads.ts";
import { makeSet, simulateHistory } from "../simulated-history.ts";
import { storeHistory } from "../training/stored-sample.ts";
import { makeCard, makeModel } from "../versions/version-fixture.ts";
import { findHoles, type HandedLead, simulateHanded, storeHanded } from "./served-fixture.ts";

const FROM = NOW - 400 * DAY;

const TABLES = [
  "/shadow/overall/agreement/*",
  "/shadow/segments/*/figures/*/agreement",
  "/shadow/periods/figures/*/agreement",
];

/** Where a document may say that there is nothing: nobody to tell of, or no cluster. */
const EMPTY = new Set([
  ...TABLES.flatMap((table) => [`${table}/catches/clusteredP`, `${table}/right/clusteredP`]),
  "/model",
  "/shadow/basis/clusteredBy",
  "/shadow/basis/from",
  "/shadow/basis/to",
  "/shadow/leadsPerWeek",
  "/shadow/measures",
  "/shadow/selection/verdict",
  "/shadow/measures/threshold",
  "/shadow/overall/clusters",
  "/shadow/periods/figures/*/agreement",
  "/shadow/segments/*/figures/*/agreement",
  "/shadow/segments/*/parts/*/judged",
  "/shadow/periods/parts/*/judged",
  "/answer/experiment",
]);

async function useSmall(model: ReturnType<typeof makeModel> | null = makeModel()) {
  const database = await useTestDatabase();
  await publishVersions(database, { slug: "small", set: wrapCard(makeCard()), model });
  return makeRankingContext(database, { now: () => NOW });
}

async function report(context: Context, wish: Partial<ComparisonWish> = {}): Promise<AbFindings> {
  const live = (await readLive(context.database))!;
  const asked = { ...live, basis: null, clustering: null, seed: 1, ...wish };
  const { material } = await readComparison(context.database, asked, context.now());
  const { json } = await renderAb(compareMaterial(material, () => {}));
  const found: AbFindings = abReportSchema.parse(JSON.parse(json)) as AbFindings;
  expect(findHoles(found, EMPTY)).toEqual([]);
  return found;
}

function demandShadow({ shadow }: AbFindings): ShadowFindings {
  if (!isEstimated(shadow)) throw new Error(shadow.notEstimable);
  return shadow;
}

async function useServed(leads: readonly HandedLead[]): Promise<Context> {
  const context = await useSmall();
  await storeHanded(context.database, leads);
  return context;
}

describe("rules against model on leads that were handed over", () => {
  it("finds the model better that foresees the outcomes better, with everything said of it", async () => {
    const leads = simulateHanded({ leads: 600, from: FROM, perAccount: 3 });
    const waiting = [1, 2, 3].map((k) => ({ ...leads[k]!, id: `W-${k}`, outcome: null }));
    const context = await useServed([...leads, ...waiting]);
    await setCapacity(context, { name: "test" }, { mql: 7 });
    await eraseLead(context, "W-3", { name: "test" });
    const { basis, overall, leadsPerWeek, cuts, segments, periods, selection } = demandShadow(
      await report(context),
    );
    expect(basis).toMatchObject({
      kind: "served",
      leads: 600,
      waiting: 2,
      from: FROM,
      clusteredBy: "account",
    });
    expect(overall).toMatchObject({ n: 600, clusters: 200, verdict: { verdict: "better" } });
    expect(overall.disagreement.leads[0]).toMatchObject({
      lead: expect.stringMatching(/^H-/),
      points: expect.any(Number),
      probability: expect.any(Number),
    });
    expect(basis.notes).toContain("1 hand-over left out: the lead was erased since.");
    // 602 leads at three a day: seven a week are a third of them.
    expect(leadsPerWeek).toBe(7);
    expect(overall.tops.map(({ top }) => "share" in top && Math.round(100 * top.share))).toEqual([
      5, 10, 20, 33,
    ]);
    const [cut] = cuts;
    const [table] = overall.agreement;
    expect(cut).toMatchObject({ name: "MQL", points: 40 });
    expect(table!.onlyRules.n).toBe(table!.onlyModel.n);
    expect(segments.map(({ by, parts }) => [by, parts.map(({ n }) => n)])).toEqual([
      ["large", [300, 300]],
    ]);
    expect(periods).toMatchObject({ months: 1, parts: expect.anything() });
    expect(selection).toEqual({
      notEstimable: expect.stringMatching(/^No share of leads was handed over regardless of score/),
    });
    expect(basis.notes.join(" ")).toContain("each fifth of them by the other four");
  });

  it("turns points into probabilities by deals that closed before the first of them", async () => {
    const lines = [{ points: 20, worth: 20 }];
    const set = makeSet(lines);
    const database = await useTestDatabase();
    await publishVersions(database, { slug: "small", set, model: null });
    const context = makeRankingContext(database, { now: () => NOW });
    const history = simulateHistory(lines, { deals: 300, seed: 3 });
    const closed = history.deals.map((deal) => ({ ...deal, closedAt: deal.asOf + 5 * DAY }));
    await storeHistory(database, { deals: closed });
    await storeHanded(database, simulateHanded({ leads: 200, from: FROM }));
    const { basis } = demandShadow(await report(context));
    expect(basis.kind).toBe("served");
    const before = closed.filter(({ closedAt }) => closedAt < FROM).length;
    expect(basis.notes.join(" ")).toContain(`by ${before} deals that closed before the first`);
    expect(basis.notes[0]).toMatch(/^No model is live/);
  });

  it("goes by reps or by nobody where that is wished", async () => {
    const leads = simulateHanded({ leads: 200, from: FROM, perAccount: 2 });
    const context = await useServed(leads);
    const clustered = async (clustering: ComparisonWish["clustering"]) =>
      demandShadow(await report(context, { clustering })).basis.clusteredBy;
    expect(await clustered("rep")).toBe("rep");
    expect(await clustered("none")).toBeNull();
  });

  it("weighs leads by the chance that they had, from when a share was handed over regardless of score", async () => {
    const leads = simulateHanded({ leads: 900, from: FROM }).map((lead, i): HandedLead => {
      if (i < 100) return { ...lead, because: "score", propensity: 1 };
      if (lead.points > 5) return { ...lead, because: "score", propensity: 1 };
      const explored = i % 5 === 0;
      return {
        ...lead,
        because: explored ? "exploration" : "neither",
        propensity: 0.2,
        ...(!explored && { outcome: null }),
      };
    });
    const context = await useServed(leads);
    const { selection, basis } = demandShadow(await report(context));
    if (!isEstimated(selection)) throw new Error(selection.notEstimable);
    expect(selection.propensities).toMatchObject({ source: "stored", raised: 0 });
    expect(selection.n).toBeLessThanOrEqual(800);
    expect(selection.n).toBeGreaterThan(790);
    expect(selection.warnings).toEqual([]);
    expect(basis.notes.at(-1)).toMatch(/leave out 1\d\d on which was decided before a share/);
  });

  it("warns that nothing was handed over regardless of score", async () => {
    const leads = simulateHanded({ leads: 400, from: FROM }).map(
      (lead): HandedLead =>
        lead.points > 0
          ? { ...lead, because: "score", propensity: 1 }
          : { ...lead, because: "neither", propensity: 0, outcome: null },
    );
    const { selection } = demandShadow(await report(await useServed(leads)));
    if (!isEstimated(selection)) throw new Error(selection.notEstimable);
    expect(selection.propensities.source).toBe("estimated");
    expect(selection.warnings[0]).toMatch(/^No share of leads was handed over regardless of score/);
  });
});

describe("rules against model in lopsided cases", () => {
  const handed = simulateHanded({ leads: 80, from: FROM });

  it("says that nothing was handed over, or that all leads wait", async () => {
    const context = await useSmall();
    expect((await report(context)).shadow).toEqual({
      notEstimable:
        "No lead with a score was handed over yet; the stored history has 0 won and 0 lost deals, too few to hold some out: 20 of each are needed.",
    });
    await storeHanded(
      context.database,
      handed.map((lead) => ({ ...lead, outcome: null })),
    );
    expect((await report(context, { basis: "served" })).shadow).toEqual({
      notEstimable: "No lead has an outcome yet: 80 leads handed over, all waiting for one.",
    });
  });

  it("says that only the rules scored them", async () => {
    const context = await useSmall(null);
    await storeHanded(
      context.database,
      handed.map((lead) => ({ ...lead, probability: null })),
    );
    const { model, shadow } = await report(context, { basis: "served" });
    expect(model).toBeNull();
    expect(shadow).toEqual({ notEstimable: expect.stringMatching(/^No model was live/) });
  });

  it.each([
    ["one lead", handed.slice(0, 1), "not-yet-known"],
    [
      "two leads of one account",
      handed.slice(0, 2).map((lead) => ({ ...lead, account: "a" })),
      "not-yet-known",
    ],
    ["only wins", handed.map((lead) => ({ ...lead, outcome: "won" as const })), "not-yet-known"],
    ["only losses", handed.map((lead) => ({ ...lead, outcome: "lost" as const })), "not-yet-known"],
    [
      "scores that place all leads alike",
      handed.map((lead) => ({ ...lead, probability: 1 / (1 + Math.exp(-lead.points / 20)) })),
      "no-difference-worth-having",
    ],
    [
      "one score for all",
      handed.map((lead) => ({ ...lead, points: 10, probability: 0.5 })),
      "no-difference-worth-having",
    ],
    [
      "certain probabilities",
      handed.map((lead) => ({ ...lead, probability: lead.outcome === "won" ? 1 : 0 })),
      "better",
    ],
    ["one rep", handed.map((lead) => ({ ...lead, account: "a" })), "not-yet-known"],
  ])("has a verdict and no empty figure with %s", async (_, leads, verdict) => {
    const context = await useServed(leads);
    const { overall } = demandShadow(await report(context, { basis: "served" }));
    expect(overall.verdict.verdict).toBe(verdict);
  });

  it("does not take a lead's scores for what they were before another version", async () => {
    const context = await useServed(handed);
    const { sql } = context.database;
    await sql`
      WITH newer AS (
        INSERT INTO scorecard_version (scorecard_id, version, document, state, created_by)
        SELECT scorecard_id, 2, document, 'published', 'test' FROM scorecard_version RETURNING id)
      UPDATE event SET scorecard_version_id = newer.id FROM newer WHERE event.id % 2 = 0`;
    const { basis } = demandShadow(await report(context, { basis: "served" }));
    const notes = basis.notes.join(" ");
    expect(notes).toContain("2 versions of the scorecard gave the points");
    expect(notes).not.toContain("versions of the model");
  });
});

describe("rules against model on the sample", () => {
  /** The sample's leads as if this service had handed each over, by the model that knows them all. */
  async function handOverAll({ sql }: Database): Promise<void> {
    await sql`
      WITH told AS (
        INSERT INTO event (lead_id, kind, subject, name, direction, score, probability, cause,
          scorecard_version_id, at)
        SELECT DISTINCT ON (s.lead_id) s.lead_id, 'handover'::event_kind, 'A1', 'Handover in A1',
          'move'::direction, s.total, s.probability, 'lead'::cause, s.scorecard_version_id,
          o.handed_over_at
        FROM lead_score s JOIN opportunity o ON o.lead_id = s.lead_id
        WHERE o.handed_over_at IS NOT NULL ORDER BY s.lead_id, o.handed_over_at
        RETURNING id, lead_id, at)
      INSERT INTO handover (lead_id, event_id, cell, next_action, at)
      SELECT lead_id, id, 'A1', 'Act', at FROM told`;
  }

  it("is better held out and as served, with finite figures throughout", {
    timeout: 120_000,
  }, async () => {
    const database = await useTestDatabase();
    const context = makeRankingContext(database);
    await loadSample(context, () => {});
    const unasked = demandShadow(await report(context));
    expect(unasked.basis).toMatchObject({ kind: "held-out", leads: 1198, waiting: 0 });
    expect(unasked.basis.notes[0]).toMatch(/^No lead with a score was handed over here yet/);
    expect(unasked.overall.verdict.verdict).toBe("better");
    expect(unasked.segments.map(({ by }) => by)).toEqual([
      "freeEmail",
      "leadSource",
      "budgetConfirmed",
      "emailOptOut",
    ]);
    expect(unasked.selection).toMatchObject({ notEstimable: expect.any(String) });
    await handOverAll(database);
    const served = demandShadow(await report(context));
    expect(served.basis.kind).toBe("served");
    expect(served.overall.n).toBeGreaterThan(3000);
    expect(served.overall.verdict.verdict).toBe("better");
    const again = demandShadow(await report(context, { basis: "held-out" }));
    expect(again.overall).toEqual(unasked.overall);
  });
});
