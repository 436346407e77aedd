import { describe, expect, it } from "vitest";
import { writeLive } from "../../../src/store/live.ts";
import { type Deciding, decide } from "../../../src/workflows/deciding/decide.ts";
import { draftDecided } from "../../../src/workflows/deciding/draft-decided.ts";
import { readScorecardVersion } from "../../../src/workflows/versions/read-versions.ts";
import { NOW } from "../../scorecard/cards.ts";
import {
  ACTOR,
  accept,
  draftCard,
  listAudit,
  makeCard,
  useContext,
} from "../versions/version-fixture.ts";
import { useRecommendation } from "./recommendation-fixture.ts";

async function useDecided(decisions: readonly Omit<Deciding, "recommendation" | "revision">[]) {
  const context = await useContext();
  const { id } = await useRecommendation(context);
  for (const decision of decisions)
    accept(await decide(context, ACTOR, { ...decision, recommendation: id, revision: 0 }));
  const draft = (note?: string) => draftDecided(context, ACTOR, { recommendation: id, note });
  return { context, id, draft };
}

describe("a draft from decisions", () => {
  it("takes what was accepted or edited, leaves the rest, and keeps the reasons", async () => {
    const { context, id, draft } = await useDecided([
      { subject: "line:small/large", decided: "accepted", note: "Clear" },
      { subject: "line:small/webinar", decided: "rejected", note: "We run many" },
      { subject: "line:small/title", decided: "edited", value: 4 },
      { subject: "threshold:small/sql", decided: "edited", value: 45.5 },
      { subject: "grade:small/A", decided: "accepted" },
    ]);
    const made = accept(await draft("From the spring run"));
    expect(made).toMatchObject({
      version: 2,
      state: "draft",
      note: "From the spring run",
      basedOn: { slug: "small", version: 1 },
      backTestedAt: null,
      approvedBy: null,
    });
    const read = accept(await readScorecardVersion(context, made));
    expect(read.changes).toEqual([
      { what: "line-points", key: "large", label: "large", from: 10, to: 14 },
      { what: "line-stars", key: "title", label: "title", from: 3, to: 4 },
      { what: "threshold-score", key: "sql", label: "SQL", from: 40, to: 45.5 },
      { what: "grade-cut", key: "A", label: "Grade A", from: 30, to: 35 },
    ]);
    expect(Object.keys(read.reasons)).toHaveLength(5);
    expect(read.reasons["line:small/large"]).toEqual({
      label: "large",
      from: 10,
      to: 14,
      decided: "accepted",
      note: "Clear",
      by: "person:1",
      at: new Date(NOW).toISOString(),
      evidence: {
        recommended: 14,
        low: 9,
        high: 15,
        verdict: "raise",
        reason: "It is worth more than it gets.",
      },
    });
    expect(read.reasons["line:small/webinar"]).toMatchObject({ from: 5, to: 5 });
    expect((await listAudit(context)).at(-1)).toBe("person:1 scorecard.draft scorecard:small/2");
    const [audit] = await context.database.sql`
      SELECT detail FROM audit_log WHERE action = 'scorecard.draft'`;
    expect(audit!["detail"]).toEqual({ recommendation: id });
  });

  it("is not made of nothing", async () => {
    const { draft } = await useDecided([
      { subject: "line:small/large", decided: "rejected" },
      { subject: "line:small/webinar", decided: "edited", value: 5 },
    ]);
    expect(await draft()).toMatchObject({ code: "nothing-decided" });
  });

  it("is refused where a cut that was decided on passes one that was not", async () => {
    const { draft } = await useDecided([
      { subject: "threshold:small/mql", decided: "edited", value: 60 },
    ]);
    expect(await draft()).toMatchObject({
      code: "thresholds-out-of-order",
      details: [{ where: "threshold:small/sql" }],
    });
    const { draft: other } = await useDecided([
      { subject: "grade:small/B", decided: "edited", value: 31 },
    ]);
    expect(await other()).toMatchObject({
      code: "thresholds-out-of-order",
      details: [
        { where: "grade:small/A", reason: "expected Grade A, at 30, above Grade B, at 31" },
      ],
    });
  });

  it("is refused where another version has become live", async () => {
    const { context, draft } = await useDecided([
      { subject: "line:small/large", decided: "accepted" },
    ]);
    const { id: scorecardVersionId } = await draftCard(context, makeCard());
    await writeLive(context.database, { scorecardVersionId, modelVersionId: null });
    expect(await draft()).toMatchObject({ code: "recommendation-stale" });
  });
});
