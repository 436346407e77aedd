import { describe, expect, it } from "vitest";
import { DAY_MS } from "../../../src/history/proposal/moment-choice.ts";
import {
  type ActiveDeal,
  buildActivityLines,
} from "../../../src/history/proposal/starter-activities.ts";
import { READY } from "./ready-scorecard.ts";

const N = 200;
const outcomes = Uint8Array.from({ length: N }, (_, i) => Number(i % 3 === 0));
/** Created on day 0, scored on day 3, decided on day 10. */
const deals = Array.from({ length: N }, (_, i): ActiveDeal => {
  const won = outcomes[i] === 1;
  const activities: { type: string; at: number }[] = [];
  const add = (type: string, days: number) => activities.push({ type, at: days * DAY_MS });
  add("Created", 0);
  if (i % 2 === 0) add("Email opened", 1);
  if (i % 5 === 0) add("Attended webinar", 2);
  if (i % 5 === 0) add("Webinar badge", 2);
  if (i % 4 === 0) add("Visited site", 6);
  if (won) add("Signed", 2);
  if (i % 2 === 0) add("Survey sent", 10);
  return { asOf: 3 * DAY_MS, closedAt: 10 * DAY_MS, activities };
});
const built = buildActivityLines(deals, outcomes, READY);
const lines = built.characteristics.flatMap(({ characteristic }) => characteristic.lines);

describe("buildActivityLines", () => {
  it("has an unrated line for what leads do before they are scored, once however often", () => {
    expect(lines.find(({ label }) => label === "Email opened")).toEqual({
      id: "activity:email-opened",
      label: "Email opened",
      points: 0,
      dose: {
        kind: "activity",
        match: { type: "Email opened" },
        repeatFading: 1,
        cap: 1,
        halfLifeDays: 30,
      },
    });
  });

  it("has a fading, capped line beside it for each time, where enough leads repeat it", () => {
    const often = buildActivityLines(
      Array.from({ length: 200 }, (_, i) => ({
        asOf: 3 * DAY_MS,
        closedAt: 10 * DAY_MS,
        activities: Array.from({ length: i % 3 }, () => ({ type: "Called", at: DAY_MS })),
      })),
      Uint8Array.from({ length: 200 }, (_, i) => Number(i % 7 < 2)),
      READY,
    );
    const added = often.characteristics.flatMap(({ characteristic }) => characteristic.lines);
    expect(added).toMatchObject([
      { label: "Called", dose: { cap: 1 } },
      { label: "Called, each time", dose: { cap: 5, repeatFading: 0.5, halfLifeDays: 30 } },
    ]);
  });

  it("takes the points of a ready line that means the same", () => {
    const webinar = built.characteristics.find(({ characteristic }) =>
      characteristic.lines.some(({ id }) => id === "webinar-attended"),
    );
    expect(webinar?.bucket).toBe("behavioral");
    expect(webinar?.characteristic.lines).toMatchObject([
      { points: 8, dose: { match: { type: "Attended webinar" }, cap: 3 } },
    ]);
  });

  it("has no other line, and says why", () => {
    expect(lines).toHaveLength(2);
    expect(built.findings).toEqual([
      "No line for activities that happen almost only for one outcome: Signed.",
      "No line for activities that happen at the decision or after it: Survey sent.",
      "No line for activities that too few deals have, or all alike, when they are scored: Created, Visited site.",
      "No line for activities that always go with another type: Webinar badge.",
    ]);
  });

  it("does not look at deals that were decided before they would be scored", () => {
    const early = deals.map((deal, i) => (i % 2 === 0 ? { ...deal, closedAt: DAY_MS / 2 } : deal));
    const of = buildActivityLines(early, outcomes, READY).characteristics;
    expect(JSON.stringify(of)).not.toContain("Email opened");
  });
});
