import * as fc from "fast-check";
import { expect, it } from "vitest";
import { placeRows } from "../../src/recommendation/placed-rows.ts";
import { compileScorecards } from "../../src/scorecard/compiled.ts";
import { placeScore } from "../../src/scorecard/placed-score.ts";
import { CELLS } from "../../src/scorecard/schema.ts";
import { compileOne } from "../scorecard/cards.ts";
import { readSampleSet } from "../store/published-versions.ts";

const compiled = compileScorecards(readSampleSet());
const width = compiled.lines.length;

it("scores rows as a single lead is scored, to the last digit", () => {
  const row = fc.array(fc.oneof(fc.constant(0), fc.double({ min: 0, max: 9, noNaN: true })), {
    minLength: width,
    maxLength: width,
  });
  fc.assert(
    fc.property(fc.array(row, { maxLength: 5 }), (rows) => {
      const placed = placeRows(compiled, {
        doses: Float64Array.from(rows.flat()),
        width,
        scorecards: new Uint16Array(rows.length),
      });
      rows.forEach((doses, i) => {
        const { total, cell } = placeScore(compiled, Float64Array.from(doses), 0);
        expect([placed.totals[i], CELLS[placed.cells[i]!]]).toEqual([total, cell]);
      });
    }),
  );
});

it("refuses doses of other lines", () => {
  const { fallback } = readSampleSet();
  const fewer = compileOne({ ...fallback, buckets: fallback.buckets.slice(1) });
  const rows = { doses: new Float64Array(width), width, scorecards: new Uint16Array(1) };
  expect(() => placeRows(fewer, rows)).toThrow(RangeError);
});
