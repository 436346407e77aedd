import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Deal } from "../../../src/history/history.ts";
import { hashHistory } from "../../../src/workflows/training/history-hash.ts";

const DEAL: Deal = {
  id: "D-1",
  outcome: "won",
  createdAt: 1,
  closedAt: 9,
  asOf: 5,
  lead: {
    id: "L-1",
    attributes: { country: "Norway", size: 7 },
    activities: [
      { type: "visit", at: 2, asset: "pricing" },
      { type: "visit", at: 2 },
      { type: "form", at: 1 },
    ],
  },
  account: null,
  rep: null,
  existingScore: null,
  excluded: {},
};

describe("hashHistory", () => {
  it("is blind to the order of attributes and activities, and to what is unknown", () => {
    const other: Deal = {
      ...DEAL,
      lead: {
        ...DEAL.lead,
        attributes: { industry: null, size: 7, country: "Norway" },
        activities: DEAL.lead.activities
          .toReversed()
          .map((act) => ({ ...act, minutes: undefined })),
      },
    };
    expect(hashHistory({ deals: [other] })).toBe(hashHistory({ deals: [DEAL] }));
  });

  it("tells any other deal", () => {
    const deal = fc.record({
      id: fc.constantFrom("D-1", "D-2"),
      outcome: fc.constantFrom("won" as const, "lost" as const),
      closedAt: fc.constantFrom(null, 9),
      asOf: fc.constantFrom(5, 6),
      lead: fc.record({
        id: fc.constantFrom("L-1", "L-2"),
        attributes: fc.constantFrom({}, { a: 1 }, { a: "1" }),
        activities: fc.constantFrom([], [{ type: "visit", at: 1 }], [{ type: "visit", at: 2 }]),
      }),
    });
    fc.assert(
      fc.property(deal, deal, (one, two) => {
        const same = JSON.stringify(one) === JSON.stringify(two);
        const hashes = [one, two].map((each) => hashHistory({ deals: [{ ...DEAL, ...each }] }));
        expect(hashes[0] === hashes[1]).toBe(same);
      }),
    );
  });
});
