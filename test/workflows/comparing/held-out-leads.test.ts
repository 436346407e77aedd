import { describe, expect, it } from "vitest";
import { isEstimated } from "../../../src/statistics/estimate.ts";
import { holdOutLeads } from "../../../src/workflows/comparing/held-out-leads.ts";
import { makeSet, simulateHistory } from "../simulated-history.ts";

const LINES = [
  { points: 10, worth: 10 },
  { points: 20, worth: 15 },
];
const SET = makeSet(LINES);
const DAY = 86_400_000;
const asked = { taughtUntil: null, seed: 1, onProgress: () => {} };

describe("holdOutLeads", () => {
  const simulated = simulateHistory(LINES, { deals: 600, seed: 3 });
  const closing = simulated.deals.map((deal) => ({ ...deal, closedAt: deal.asOf + 30 * DAY }));
  const history = { ...simulated, deals: closing };
  const stored = { history, feedback: null };

  it("judges by the later deals, and by those alone that closed after points were taken from deals", () => {
    const all = holdOutLeads(SET, stored, asked);
    if (!isEstimated(all)) throw new Error(all.notEstimable);
    const closed = new Map(history.deals.map(({ lead, closedAt }) => [lead.id, closedAt!]));
    const times = all.ids.map((id) => closed.get(id)!).toSorted((a, b) => a - b);
    const taughtUntil = times[30]!;
    const later = holdOutLeads(SET, stored, { ...asked, taughtUntil });
    if (!isEstimated(later)) throw new Error(later.notEstimable);
    expect(later.ids).toEqual(all.ids.filter((id) => closed.get(id)! > taughtUntil));
    expect(later.notes.join(" ")).toContain("points of the live rules were taken from such deals");
  });

  it("refuses to judge by deals that taught the points", () => {
    const taughtUntil = Math.max(...history.deals.map(({ closedAt }) => closedAt!));
    expect(holdOutLeads(SET, stored, { ...asked, taughtUntil })).toEqual({
      notEstimable: expect.stringMatching(
        /^Points of the live rules were taken from the stored deals on .* since then 0 won and 0 lost deals have closed: 20 of each are needed\.$/,
      ),
    });
  });

  it("says what was set aside where too few are left", () => {
    const setAside = [{ reason: "no-moment" as const, deals: 9240 }];
    const few = { history: { ...history, deals: [], setAside }, feedback: null };
    expect(holdOutLeads(SET, few, asked)).toEqual({
      notEstimable:
        "The stored history has 0 won and 0 lost deals, too few to hold some out: 20 of each are needed; 9,240 deals set aside, without the date at which they would have been scored.",
    });
  });

  it("says that no deal is later where all count as of one moment", () => {
    const at = Date.UTC(2024, 0);
    const deals = history.deals.map((deal) => ({ ...deal, asOf: at }));
    expect(holdOutLeads(SET, { history: { ...history, deals }, feedback: null }, asked)).toEqual({
      notEstimable: expect.stringContaining("none is later than those that would teach"),
    });
  });
});
