import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { adviseOnWorkload } from "../../src/feedback/workload.ts";
import { notEstimable } from "../../src/statistics/estimate.ts";

const around = (value: number, width = 0.05) => ({
  value,
  low: value * (1 - width),
  high: value * (1 + width),
});
const NONE = notEstimable("none");

describe("too many leads or too few", () => {
  it.each([
    [120, 0.5, "raise", "more-than-capacity"],
    [120, 0.3, "raise", "more-than-capacity"],
    [120, 0.1, "raise", "more-than-capacity-though-good"],
    [100, 0.5, "raise", "rejected-too-often"],
    [100, 0.3, "keep", "capacity-used"],
    [100, 0.1, "keep", "capacity-used"],
    [70, 0.5, "raise", "rejected-too-often"],
    [70, 0.3, "not-known", "room-but-rejection-unclear"],
    [70, 0.1, "lower", "room-and-rarely-rejected"],
  ] as const)(
    "%s leads a week for a capacity of 100, %s of them rejected: %s",
    (leads, share, advice, reason) => {
      expect(
        adviseOnWorkload({ leadsPerWeek: around(leads), capacity: 100, rejected: around(share) }),
      ).toEqual({ advice, reason });
    },
  );

  it("is not known without what it hangs on", () => {
    const advise = (parts: object) =>
      adviseOnWorkload({
        leadsPerWeek: around(70),
        capacity: 100,
        rejected: around(0.1),
        ...parts,
      });
    expect(advise({ capacity: null }).reason).toBe("capacity-not-given");
    expect(advise({ leadsPerWeek: NONE }).reason).toBe("volume-not-known");
    expect(advise({ rejected: NONE })).toEqual({ advice: "not-known", reason: "no-feedback" });
    expect(advise({ rejected: NONE, leadsPerWeek: around(120) }).advice).toBe("raise");
    expect(advise({ capacity: null, rejected: around(0.5) }).advice).toBe("raise");
    expect(advise({ bearable: 0.05 }).advice).toBe("raise");
  });

  it("never turns round when more is rejected or more leads come", () => {
    const order = { lower: 0, "not-known": 1, keep: 1, raise: 2 };
    const share = fc.double({ min: 0.01, max: 0.9, noNaN: true });
    const leads = fc.integer({ min: 1, max: 300 });
    fc.assert(
      fc.property(share, share, leads, leads, (a, b, m, n) => {
        const advise = (rejected: number, leadsPerWeek: number) =>
          order[
            adviseOnWorkload({
              leadsPerWeek: around(leadsPerWeek),
              capacity: 100,
              rejected: around(rejected),
            }).advice
          ];
        expect(advise(Math.max(a, b), Math.max(m, n))).toBeGreaterThanOrEqual(
          advise(Math.min(a, b), Math.min(m, n)),
        );
      }),
    );
  });

  it("refuses a capacity or a bearable share that cannot be", () => {
    const workload = { leadsPerWeek: around(70), capacity: 100, rejected: around(0.1) };
    expect(() => adviseOnWorkload({ ...workload, capacity: 0 })).toThrow(RangeError);
    expect(() => adviseOnWorkload({ ...workload, bearable: 1 })).toThrow(RangeError);
  });
});
