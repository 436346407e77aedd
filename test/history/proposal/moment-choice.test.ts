import { describe, expect, it } from "vitest";
import { chooseMoment, DAY_MS } from "../../../src/history/proposal/moment-choice.ts";

const day = (n: number) => n * DAY_MS;
/** Deals decided after so many days, each with activities on the given days. */
const deals = (decidedAfter: readonly number[], activeOn: readonly number[]) => ({
  createdAt: decidedAfter.map(() => day(100)),
  closedAt: decidedAfter.map((days) => day(100 + days)),
  activitiesAt: decidedAfter.map(() => activeOn.map((days) => day(100 + days))),
});
const dated = { isDated: true };

describe("chooseMoment", () => {
  it("waits a quarter of the median decision where most activities come after creation", () => {
    const { asOf, finding } = chooseMoment(deals([4, 20, 60], [-1, 1, 2]), dated);
    expect(asOf).toEqual({ moment: "days-after-creation", days: 5 });
    expect(finding).toBe(
      "Scored 5 days after creation: 67 % of the activities come after creation, and the median " +
        "decision takes 20 days. 1 of 3 closed deals were decided before that and are set aside.",
    );
  });

  it("waits from 1 to 14 days", () => {
    expect(chooseMoment(deals([0.5], [0.1]), dated).asOf).toMatchObject({ days: 1 });
    expect(chooseMoment(deals([400], [1]), dated).asOf).toMatchObject({ days: 14 });
  });

  it("takes the days that a person asks for", () => {
    const asked = chooseMoment(deals([20], [-5]), { ...dated, asOfDays: 9 });
    expect(asked.asOf).toEqual({ moment: "days-after-creation", days: 9 });
  });

  it("takes the hand-over where activities come before creation, or there are none", () => {
    for (const activeOn of [[-3, -2], []])
      expect(
        chooseMoment(deals([20], activeOn), { ...dated, handedOverAt: "MQL Date" }),
      ).toMatchObject({ asOf: { moment: "handed-over" }, finding: /MQL Date/ });
  });

  it("else scores at creation, and says so where there are no dates at all", () => {
    expect(chooseMoment(deals([20], [-3]), dated).asOf).toEqual({ moment: "created" });
    const undated = { createdAt: [null], closedAt: [null], activitiesAt: [[]] };
    expect(chooseMoment(undated, { isDated: false })).toMatchObject({
      asOf: { moment: "created" },
      finding: /no dates/,
    });
  });
});
