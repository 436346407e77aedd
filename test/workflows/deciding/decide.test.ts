import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Refusal } from "../../../src/refusal.ts";
import { writeLive } from "../../../src/store/live.ts";
import type { Context } from "../../../src/workflows/context.ts";
import { type Deciding, decide, listDecisions } from "../../../src/workflows/deciding/decide.ts";
import { NOW } from "../../scorecard/cards.ts";
import {
  ACTOR,
  accept,
  draftCard,
  listAudit,
  makeCard,
  useContext,
} from "../versions/version-fixture.ts";
import { RECOMMENDED, useRecommendation } from "./recommendation-fixture.ts";

const OTHER = { name: "person:2" };
const LARGE = "line:small/large";

async function useDeciding(made?: Parameters<typeof useRecommendation>[1]) {
  const context = await useContext();
  const { id } = await useRecommendation(context, made);
  const send = (asked: Omit<Deciding, "recommendation">, actor = ACTOR) =>
    decide(context, actor, { recommendation: id, ...asked });
  return { context, id, send };
}

async function read(context: Context, id: number) {
  return accept(await listDecisions(context, id));
}

describe("deciding on a recommendation", () => {
  it("keeps what was decided, line by line, with who and why", async () => {
    const { context, id, send } = await useDeciding();
    const first = accept(
      await send({ subject: LARGE, decided: "edited", value: 12, note: "Half way", revision: 0 }),
    );
    expect(first).toEqual({
      subject: LARGE,
      decided: "edited",
      value: 12,
      note: "Half way",
      revision: 1,
      decidedBy: "person:1",
      decidedAt: NOW,
    });
    accept(await send({ subject: "threshold:small/mql", decided: "rejected", revision: 0 }));
    expect(await read(context, id)).toMatchObject([first, { decided: "rejected", value: null }]);
    expect((await listAudit(context)).at(-2)).toBe(
      `person:1 recommendation.decide recommendation:${id}`,
    );
  });

  it("may be changed by whoever has seen the latest decision", async () => {
    const { context, id, send } = await useDeciding();
    accept(await send({ subject: LARGE, decided: "accepted", revision: 0 }));
    const changed = accept(await send({ subject: LARGE, decided: "rejected", revision: 1 }, OTHER));
    expect(changed).toMatchObject({ decided: "rejected", revision: 2, decidedBy: "person:2" });
    expect(await read(context, id)).toEqual([changed]);
  });

  it("tells who has not what was decided meanwhile, and changes nothing", async () => {
    const { context, id, send } = await useDeciding();
    accept(await send({ subject: LARGE, decided: "edited", value: 12, note: "x", revision: 0 }));
    const stale = await send({ subject: LARGE, decided: "accepted", revision: 0 }, OTHER);
    expect(stale).toBeInstanceOf(Refusal);
    expect(stale).toMatchObject({
      code: "decision-stale",
      details: [
        { where: "/revision", reason: "expected 1" },
        { where: "decided", reason: "edited to 12" },
        { where: "decidedBy", reason: "person:1" },
        { where: "decidedAt", reason: new Date(NOW).toISOString() },
        { where: "note", reason: "x" },
      ],
    });
    expect(await send({ subject: LARGE, decided: "accepted", revision: 7 })).toMatchObject({
      code: "decision-stale",
    });
    const untouched = "line:small/webinar";
    expect(await send({ subject: untouched, decided: "accepted", revision: 1 })).toMatchObject({
      code: "decision-stale",
      details: [{ where: "/revision", reason: "expected 0" }],
    });
    expect(await read(context, id)).toMatchObject([{ decided: "edited", value: 12, revision: 1 }]);
  });

  it("sent twice by the same person is one decision", async () => {
    const { send } = await useDeciding();
    const asked = { subject: LARGE, decided: "edited", value: 11, revision: 0 } as const;
    expect(await send(asked)).toEqual(await send(asked));
    expect(await send(asked, OTHER)).toMatchObject({ code: "decision-stale" });
  });

  it("by many at once keeps one and tells all others", async () => {
    const { context, id, send } = await useDeciding();
    for (const revision of [0, 1, 2]) {
      const outcomes = await Promise.all(
        Array.from({ length: 8 }, (_, i) =>
          send({ subject: LARGE, decided: "edited", value: i, revision }, { name: `person:${i}` }),
        ),
      );
      const kept = outcomes.filter((outcome) => !(outcome instanceof Refusal));
      expect(kept).toHaveLength(1);
      expect(await read(context, id)).toEqual(kept);
      const refused = outcomes.filter((outcome) => outcome instanceof Refusal);
      expect(new Set(refused.map(({ code }) => code))).toEqual(new Set(["decision-stale"]));
    }
  });

  it("on different lines commutes", async () => {
    const decisions = fc.record({
      decided: fc.constantFrom("accepted", "rejected", "edited" as const),
      value: fc.integer({ min: 0, max: 5 }),
      note: fc.option(fc.string({ maxLength: 5, unit: "grapheme-ascii" }), { nil: undefined }),
    });
    const lines = ["line:small/large", "line:small/webinar", "line:small/title"] as const;
    await fc.assert(
      fc.asyncProperty(
        fc.tuple(decisions, decisions, decisions),
        fc.shuffledSubarray([0, 1, 2], { minLength: 3 }),
        async (made, order) => {
          const outcomes = await Promise.all(
            [[0, 1, 2], order].map(async (places) => {
              const { context, id, send } = await useDeciding();
              for (const place of places) {
                const { decided, value, note } = made[place]!;
                const edited = decided === "edited" ? { value } : {};
                accept(
                  await send({ subject: lines[place]!, decided, note, ...edited, revision: 0 }),
                );
              }
              return read(context, id);
            }),
          );
          expect(outcomes[0]).toEqual(outcomes[1]);
        },
      ),
      { numRuns: 6 },
    );
  });

  it("is refused where another version has become live", async () => {
    const { context, id, send } = await useDeciding();
    accept(await send({ subject: LARGE, decided: "accepted", revision: 0 }));
    const { id: scorecardVersionId } = await draftCard(context, makeCard());
    await writeLive(context.database, { scorecardVersionId, modelVersionId: null });
    expect(await send({ subject: LARGE, decided: "rejected", revision: 1 })).toMatchObject({
      code: "recommendation-stale",
      details: [{ reason: "was made for small/1" }, { where: "live", reason: "is small/2" }],
    });
    expect(await read(context, id)).toHaveLength(1);
  });

  it("is refused where there is no such recommendation, line or cut", async () => {
    const { context, send } = await useDeciding();
    for (const subject of ["line:small/none", "line:other/large", "large", "cut:small/mql"])
      expect(await send({ subject, decided: "accepted", revision: 0 })).toMatchObject({
        code: "subject-unknown",
      });
    const nobody = {
      recommendation: 99,
      subject: LARGE,
      decided: "accepted",
      revision: 0,
    } as const;
    expect(await decide(context, ACTOR, nobody)).toMatchObject({ code: "recommendation-unknown" });
    expect(await listDecisions(context, 99)).toMatchObject({ code: "recommendation-unknown" });
  });
});

describe("a value", () => {
  it.each([
    ["line:small/large", 12.5, "expected a whole number of points"],
    ["line:small/webinar", -1, /at least 0/],
    ["line:small/webinar", 21, /at most 20/],
    ["line:small/title", 6, "expected 0 to 5 whole stars"],
    ["line:small/title", 2.5, "expected 0 to 5 whole stars"],
  ])("of %s cannot be %d", async (subject, value, reason) => {
    const { send } = await useDeciding();
    expect(await send({ subject, decided: "edited", value, revision: 0 })).toMatchObject({
      code: "decision-invalid",
      details: [{ where: "/value", reason: expect.stringMatching(reason) }],
    });
  });

  it("keeps to the step that was asked for, but for stars and what stands", async () => {
    const { send } = await useDeciding({ settings: { constraints: { step: 4 } } });
    const edit = (subject: string, value: number) =>
      send({ subject, decided: "edited", value, revision: 0 });
    expect(await edit(LARGE, 11)).toMatchObject({ code: "decision-invalid" });
    expect(await edit(LARGE, 12)).toMatchObject({ value: 12 });
    expect(await edit("line:small/webinar", 5)).toMatchObject({ value: 5 });
    expect(await edit("line:small/title", 1)).toMatchObject({ value: 1 });
  });

  it("comes with an edit, and with nothing else", async () => {
    const { send } = await useDeciding();
    expect(await send({ subject: LARGE, decided: "edited", revision: 0 })).toMatchObject({
      code: "decision-invalid",
    });
    expect(
      await send({ subject: LARGE, decided: "accepted", value: 3, revision: 0 }),
    ).toMatchObject({ code: "decision-invalid" });
  });

  it("of a threshold lies between those that were decided on", async () => {
    const { send } = await useDeciding();
    const mql = "threshold:small/mql";
    const sql = "threshold:small/sql";
    accept(await send({ subject: mql, decided: "edited", value: 45, revision: 0 }));
    expect(await send({ subject: sql, decided: "rejected", revision: 0 })).toMatchObject({
      code: "thresholds-out-of-order",
      details: [{ where: sql, reason: "expected SQL, at 40, above MQL, at 45" }],
    });
    const edit = { subject: sql, decided: "edited", value: 45, revision: 0 } as const;
    expect(await send(edit)).toMatchObject({ code: "thresholds-out-of-order" });
    accept(await send({ subject: sql, decided: "accepted", revision: 0 }));
    expect(RECOMMENDED[sql]).toBe(50);
  });

  it("of a grade keeps grades in order", async () => {
    const { send } = await useDeciding();
    accept(await send({ subject: "grade:small/A", decided: "accepted", revision: 0 }));
    const b = { subject: "grade:small/B", decided: "edited", revision: 0 } as const;
    expect(await send({ ...b, value: 36 })).toMatchObject({ code: "thresholds-out-of-order" });
    accept(await send({ ...b, value: 34 }));
  });
});
