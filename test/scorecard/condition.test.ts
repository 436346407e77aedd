import { describe, expect, it } from "vitest";
import { compileCondition } from "../../src/scorecard/condition.ts";
import type { Lead } from "../../src/scorecard/lead.ts";
import { type Condition, conditionSchema } from "../../src/scorecard/schema-doses.ts";
import { recallLead } from "../../src/scorecard/subject.ts";
import { act, makeLead, NOW } from "./cards.ts";

function test(condition: unknown, lead: Lead): boolean | undefined {
  return compileCondition(conditionSchema.parse(condition) as Condition)(recallLead(lead, NOW));
}

const unknown = { is: "equals", attribute: "unknown", value: "x" };
const met = { is: "present", attribute: "title" };
const unmet = { is: "missing", attribute: "title" };
const lead = makeLead({
  title: " Vice-President of Sales ",
  employees: 250,
  optOut: true,
  topics: ["Cloud", "security"],
  founded: "2025-05-22T00:00:00Z",
  future: "2025-07-01T00:00:00Z",
  note: "",
});

describe("conditions on attributes", () => {
  it.each([
    [{ is: "equals", attribute: "title", value: "vice-president of sales" }, true],
    [{ is: "equals", attribute: "optOut", value: true }, true],
    [{ is: "equals", attribute: "employees", value: "250" }, true],
    [{ is: "one-of", attribute: "topics", values: ["SECURITY", "hr"] }, true],
    [{ is: "one-of", attribute: "topics", values: ["hr"] }, false],
    [{ is: "range", attribute: "employees", from: 250 }, true],
    [{ is: "range", attribute: "employees", to: 250 }, false],
    [{ is: "range", attribute: "title", from: 1 }, undefined],
    [{ is: "contains-word", attribute: "title", words: ["president"] }, true],
    [{ is: "contains-word", attribute: "title", words: ["resident", "sale"] }, false],
    [{ is: "matches", attribute: "title", pattern: "^\\s*vice.president" }, true],
    [{ is: "present", attribute: "note" }, false],
    [{ is: "missing", attribute: "note" }, true],
    [{ is: "missing", attribute: "nowhere" }, true],
    [{ is: "date-age", attribute: "founded", fromDays: 10 }, true],
    [{ is: "date-age", attribute: "founded", toDays: 10 }, false],
    [{ is: "date-age", attribute: "future", toDays: 10 }, undefined],
  ])("%j is %s", (condition, expected) => {
    expect(test(condition, lead)).toBe(expected);
  });

  it("treats a blank as unknown, never as unequal", () => {
    const equals = { is: "equals", attribute: "note", value: "x" };
    expect(test(equals, lead)).toBeUndefined();
    expect(test({ is: "not", of: equals }, lead)).toBeUndefined();
  });

  it("does not stall on a pattern that backtracks elsewhere", () => {
    const nested = { is: "matches", attribute: "title", pattern: "^(([a-z ,])+)+$!" };
    expect(test(nested, makeLead({ title: "a".repeat(10_000) }))).toBe(false);
  });

  it("takes words with signs in them literally", () => {
    const words = { is: "contains-word", attribute: "title", words: ["c++"] };
    expect(test(words, makeLead({ title: "Senior C++ engineer" }))).toBe(true);
    expect(test(words, makeLead({ title: "ccc" }))).toBe(false);
  });
});

describe("joined conditions", () => {
  it.each([
    [{ is: "all", of: [met, unknown] }, undefined],
    [{ is: "all", of: [unmet, unknown] }, false],
    [{ is: "any", of: [met, unknown] }, true],
    [{ is: "any", of: [unmet, unknown] }, undefined],
    [{ is: "any", of: [unmet, unmet] }, false],
    [{ is: "not", of: unmet }, true],
  ])("%j is %s", (condition, expected) => {
    expect(test(condition, lead)).toBe(expected);
  });

  it("joins a title with what the lead did lately", () => {
    const condition = {
      is: "all",
      of: [
        { is: "contains-word", attribute: "title", words: ["analyst"] },
        { is: "activity", match: { type: "White-Paper" }, withinDays: 30 },
      ],
    };
    const analyst = { title: "Analyst" };
    expect(test(condition, makeLead(analyst, [act("white-paper", 30)]))).toBe(true);
    expect(test(condition, makeLead(analyst, [act("white-paper", 31)]))).toBe(false);
    expect(test(condition, makeLead({}, [act("white-paper", 1)]))).toBeUndefined();
  });

  it("counts activities up to atLeast", () => {
    const twice = { is: "activity", match: { type: "visit" }, atLeast: 2 };
    expect(test(twice, makeLead({}, [act("visit", 1)]))).toBe(false);
    expect(test(twice, makeLead({}, [act("visit", 1), act("visit", 9)]))).toBe(true);
  });
});
