import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { collapseMoves, layMoves, type MoveMatrix } from "../../src/report/moves.ts";

const moves = [
  { from: "A1", to: "A1", deals: 30, won: 15 },
  { from: "A1", to: "B2", deals: 10, won: 2 },
  { from: "A2", to: "B2", deals: 8, won: 4 },
  { from: "B2", to: "B2", deals: 12, won: 3 },
];

function countsOf({ fields }: MoveMatrix): readonly (readonly number[])[] {
  return fields.map((row) => row.map((field) => field?.deals ?? 0));
}

describe("layMoves", () => {
  it("lays moves from rows to columns, with the win rate and the part of the row", () => {
    const { classes, fields } = layMoves(moves);
    expect(classes).toEqual(["A1", "A2", "B2"]);
    expect(countsOf(layMoves(moves))).toEqual([
      [30, 0, 10],
      [0, 0, 8],
      [0, 0, 12],
    ]);
    expect(fields[0]?.[0]).toMatchObject({ deals: 30, shareOfRow: 0.75 });
    expect(fields[0]?.[0]?.winRate).toMatchObject({ value: 0.5, n: 30 });
    expect(fields[1]?.[0]).toBeNull();
  });
});

describe("collapseMoves", () => {
  it("adds cells up to grades and to bands", () => {
    expect(countsOf(collapseMoves(moves, "grade")!)).toEqual([
      [30, 18],
      [0, 12],
    ]);
    expect(countsOf(collapseMoves(moves, "band")!)).toEqual([
      [30, 10],
      [0, 20],
    ]);
  });

  it("gives none where a cell is not of a grade and a band", () => {
    expect(collapseMoves([...moves, { from: "hot", to: "A1", deals: 1, won: 0 }], "grade")).toBe(
      null,
    );
    expect(collapseMoves([], "band")).toBe(null);
  });

  it("loses no deal", () => {
    const cell = fc
      .tuple(fc.constantFrom("A", "B", "C", "D"), fc.constantFrom("1", "2", "3", "4"))
      .map((parts) => parts.join(""));
    const move = fc
      .tuple(
        cell,
        cell,
        fc.integer({ min: 1, max: 50 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
      )
      .map(([from, to, deals, rate]) => ({ from, to, deals, won: Math.floor(rate * deals) }));
    const total = (rows: readonly (readonly number[])[]) => rows.flat().reduce((a, b) => a + b, 0);
    fc.assert(
      fc.property(fc.array(move, { minLength: 1, maxLength: 20 }), (list) => {
        const deals = list.reduce((sum, each) => sum + each.deals, 0);
        for (const matrix of [
          layMoves(list),
          collapseMoves(list, "grade")!,
          collapseMoves(list, "band")!,
        ])
          expect(total(countsOf(matrix))).toBe(deals);
      }),
    );
  });
});
