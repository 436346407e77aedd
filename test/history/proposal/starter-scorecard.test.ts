import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AttributeType } from "../../../src/history/mapping.ts";
import { buildCharacteristic } from "../../../src/history/proposal/starter-scorecard.ts";
import { compileCondition } from "../../../src/scorecard/condition.ts";
import type { AttributeValue } from "../../../src/scorecard/lead.ts";
import type { Characteristic } from "../../../src/scorecard/schema.ts";

const fill = (n: number, value: AttributeValue) => Array.from({ length: n }, () => value);
const labels = (built: Characteristic | null) => built?.lines.map(({ label }) => label);

/** Lines of which a value has a dose of 1. */
function linesOf(built: Characteristic, attribute: string, value: AttributeValue): number {
  const subject = { attributes: { [attribute]: value }, activities: [], asOf: 0 };
  return built.lines.filter(
    ({ dose }) => dose.kind === "attribute" && compileCondition(dose.when)(subject) === true,
  ).length;
}

describe("buildCharacteristic", () => {
  it("gives common levels a line each, rare ones one together, and missing its own", () => {
    const values = [
      ...fill(500, "Web"),
      ...fill(300, "Fair"),
      ...fill(20, "Radio"),
      ...fill(20, "Post"),
      ...fill(160, null),
    ];
    const built = buildCharacteristic("Lead Source", "text", values);
    expect(built).toMatchObject({ id: "lead-source", name: "Lead Source" });
    expect(labels(built)).toEqual(["Web", "Fair", "other", "unknown"]);
    expect(built?.lines.map(({ id }) => id)).toEqual([
      "lead-source:web",
      "lead-source:fair",
      "lead-source:other",
      "lead-source:unknown",
    ]);
    expect(built?.lines[2]?.dose).toEqual({
      kind: "attribute",
      when: {
        is: "all",
        of: [
          { is: "present", attribute: "Lead Source" },
          { is: "not", of: { is: "one-of", attribute: "Lead Source", values: ["Web", "Fair"] } },
        ],
      },
    });
  });

  it("rates nothing", () => {
    const built = buildCharacteristic("x", "text", [...fill(50, "a"), ...fill(50, "b")]);
    expect(built?.lines.map(({ points }) => points)).toEqual([0, 0]);
  });

  it("takes spellings that differ in case for one level, called as most write it", () => {
    const values = [...fill(40, "web"), ...fill(60, "Web"), ...fill(50, "Fair")];
    expect(labels(buildCharacteristic("x", "text", values))).toEqual(["Web", "Fair"]);
  });

  it("has at most 12 levels", () => {
    const values = Array.from({ length: 2000 }, (_, i) => `level ${i % 20}`);
    expect(labels(buildCharacteristic("x", "text", values))).toHaveLength(13);
  });

  it("cuts numbers into readable ranges with missing beside them", () => {
    const values = [...Array.from({ length: 990 }, (_, i) => i), ...fill(10, null)];
    expect(labels(buildCharacteristic("visits", "number", values))).toEqual([
      "below 200",
      "200 to 399",
      "400 to 599",
      "600 to 799",
      "800 and more",
      "unknown",
    ]);
  });

  it("has one line for yes", () => {
    const built = buildCharacteristic("optOut", "boolean", [...fill(60, true), ...fill(60, false)]);
    expect(labels(built)).toEqual(["yes"]);
  });

  it("has a line for each common element of lists", () => {
    const values = [...fill(50, ["a", "b"]), ...fill(50, ["a"]), ...fill(50, ["c"])];
    expect(labels(buildCharacteristic("x", "list", values))).toEqual(["a", "b", "c"]);
  });

  it("tells only whether a date is given", () => {
    const dates = [...fill(50, "2024-01-01T00:00:00.000Z"), ...fill(50, null)];
    expect(labels(buildCharacteristic("x", "date", dates))).toEqual(["given", "unknown"]);
  });

  it.each<[string, AttributeType, AttributeValue[]]>([
    ["nothing is known", "text", fill(100, null)],
    ["all are alike", "text", fill(100, "a")],
    ["hardly any differ", "boolean", [...fill(995, false), ...fill(5, true)]],
    ["no text comes twice", "text", Array.from({ length: 1000 }, (_, i) => `t${i}`)],
    ["there are no deals", "number", []],
  ])("is null where %s", (_, type, values) => {
    expect(buildCharacteristic("x", type, values)).toBeNull();
  });

  it("gives unlike levels unlike ids even where only signs differ", () => {
    const values = [...fill(50, "C"), ...fill(50, "C++"), ...fill(50, "C#")];
    const ids = buildCharacteristic("x", "text", values)?.lines.map(({ id }) => id);
    expect(ids).toEqual(["x:c", "x:c-2", "x:c-3"]);
  });

  it("puts every known text and number into at most one line, and every missing into one", () => {
    const texts = fc.array(fc.constantFrom("a", "b", "c", "rare", null), { minLength: 100 });
    const numbers = fc.array(fc.option(fc.integer({ min: 0, max: 30 })), { minLength: 100 });
    fc.assert(
      fc.property(fc.oneof(texts, numbers), (values: readonly AttributeValue[]) => {
        const type = values.some((value) => typeof value === "string") ? "text" : "number";
        const built = buildCharacteristic("x", type, values);
        if (built === null) return;
        for (const value of new Set(values))
          expect(linesOf(built, "x", value)).toBeLessThanOrEqual(1);
        if (values.filter((value) => value === null).length >= values.length / 100)
          expect(linesOf(built, "x", null)).toBe(values.includes(null) ? 1 : 0);
      }),
      { numRuns: 50 },
    );
  });
});
