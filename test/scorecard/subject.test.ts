import * as fc from "fast-check";
import { expect, it } from "vitest";
import { recallLead } from "../../src/scorecard/subject.ts";
import { DAY, makeLead, NOW } from "./cards.ts";

it("knows what a lead did in an order that does not hang on the order of arrival", () => {
  const activity = fc.record(
    { type: fc.constant("visit"), at: fc.constantFrom(NOW, NOW - DAY), minutes: fc.nat(3) },
    { requiredKeys: ["type", "at"] },
  );
  const both = fc
    .array(activity, { maxLength: 8 })
    .chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
    );
  fc.assert(
    fc.property(both, ([all, shuffled]) => {
      const [one, other] = [all, shuffled].map((each) => recallLead(makeLead({}, each), NOW));
      expect(one!.activities).toEqual(other!.activities);
    }),
  );
});
