import { expect, test } from "vitest";
import { describeCondition, describeDose } from "../../src/scorecard/rule-text.ts";
import { conditionSchema, doseSchema } from "../../src/scorecard/schema-doses.ts";

test.each([
  [
    { kind: "activity", match: { type: "visit", asset: ["pricing", "plans and prices"] } },
    'visit (asset pricing or "plans and prices")',
  ],
  [
    { kind: "activity", match: {}, windowDays: 1, repeatFading: 0.5, cap: 3, halfLifeDays: 30 },
    "any activity, within 1 day, each repeat counts 0.5 of the one before, at most 3, half-life 30 days",
  ],
  [
    { kind: "trend", match: { category: "product" }, measure: "count", windowDays: 14 },
    "any activity (category product), rising count over 14 days",
  ],
  [{ kind: "recency", match: { type: "visit" }, toDays: 7 }, "latest visit, 0 to below 7 days ago"],
  [
    { kind: "inactivity", graceDays: 14, capMonths: 6 },
    "months without any activity, after 14 days, at most 6",
  ],
  [{ kind: "attribute", when: { is: "present", attribute: "employees" } }, "employees is given"],
])("a dose in words: %o", (rule, words) => {
  expect(describeDose(doseSchema.parse(rule))).toBe(words);
});

test.each([
  [{ is: "equals", attribute: "country", value: "United States" }, 'country is "United States"'],
  [{ is: "equals", attribute: "optOut", value: true }, "optOut is true"],
  [{ is: "equals", attribute: "optOut", value: "true " }, 'optOut is "true "'],
  [{ is: "one-of", attribute: "size", values: ["S", 7] }, "size is S or 7"],
  [{ is: "range", attribute: "employees", from: 200 }, "employees 200 or more"],
  [{ is: "range", attribute: "employees", to: 50 }, "employees below 50"],
  [{ is: "contains-word", attribute: "title", words: ["head"] }, "title has the word head"],
  [{ is: "matches", attribute: "title", pattern: "^VP" }, 'title matches "^VP"'],
  [
    { is: "date-age", attribute: "founded", fromDays: 1, toDays: 9 },
    "founded 1 to below 9 days ago",
  ],
  [
    {
      is: "all",
      of: [
        { is: "missing", attribute: "a" },
        {
          is: "any",
          of: [
            { is: "present", attribute: "b" },
            { is: "activity", match: {} },
          ],
        },
        { is: "not", of: { is: "present", attribute: "c" } },
      ],
    },
    "a is missing and (b is given or 1 or more any activity) and (not c is given)",
  ],
])("a condition in words: %o", (condition, words) => {
  expect(describeCondition(conditionSchema.parse(condition))).toBe(words);
});
