import { describe, expect, it } from "vitest";
import { Refusal } from "../../src/refusal.ts";
import { parseScorecards } from "../../src/scorecard/parse.ts";
import { makeBucket, makeScorecard, presentLine } from "./cards.ts";

const card = makeScorecard({ buckets: [makeBucket("firm", [presentLine("industry", 20)])] });

function refuse(json: unknown): Refusal {
  const parsed = parseScorecards(json, "scorecard.json");
  if (!(parsed instanceof Refusal)) throw new Error("expected a refusal");
  return parsed;
}

type Path = readonly (string | number)[];

/** The scorecard with another value at one place. */
function put(path: Path, value: unknown): unknown {
  const copy: unknown = structuredClone(card);
  let place = copy as Record<string | number, unknown>;
  for (const key of path.slice(0, -1)) place = place[key] as typeof place;
  place[path.at(-1)!] = value;
  return copy;
}

const line = ["buckets", 0, "characteristics", 0, "lines", 0] as const;

describe("reading a scorecard", () => {
  it("reads one scorecard as a set with a fallback alone", () => {
    const set = parseScorecards(card, "scorecard.json");
    expect(set).toMatchObject({ segments: [], fallback: { id: "test" } });
  });

  it.each<[string, Path, unknown, string, RegExp]>([
    ["half a point", [...line, "points"], 2.5, "lines[0].points", /int/],
    ["six stars", [...line, "stars"], 6, "lines[0].stars", /1 to 5 stars/],
    ["points and stars", [...line, "stars"], 3, "lines[0].points", /either points or stars/],
    ["a weight of 120 %", ["buckets", 0, "weight"], 120, "buckets[0].weight", /0 to 100/],
    ["an unknown test", [...line, "dose", "when"], { is: "like" }, "dose.when.is", /known value/],
    ["a spare key", [...line, "colour"], "red", "lines[0]", /no key of the name colour/],
    ["an axis of its own", ["buckets", 0, "axis"], "intent", "buckets[0].axis", /fit/],
    ["grades out of order", ["matrix", "grades"], { A: 1, B: 2, C: 3 }, "matrix.grades", /A above/],
    ["a lost category", [...line, "category"], "cloud", "lines[0].category", /id of a category/],
    ["no lines", line.slice(0, -1), [], "characteristics[0].lines", /at least one line/],
    [
      "an empty range",
      [...line, "dose", "when"],
      { is: "range", attribute: "employees", from: 9, to: 3 },
      "dose.when",
      /from below to/,
    ],
    [
      "a broken pattern",
      [...line, "dose", "when"],
      { is: "matches", attribute: "title", pattern: "(" },
      "dose.when.pattern",
      /regular expression/,
    ],
  ])("refuses %s and says where and what was expected", (_, path, value, where, reason) => {
    const refusal = refuse(put(path, value));
    expect(refusal.code).toBe("scorecard-invalid");
    const places = refusal.details.map((detail) => detail.where);
    expect(places.some((place) => place.endsWith(where))).toBe(true);
    expect(refusal.details.map((detail) => detail.reason).join()).toMatch(reason);
  });

  it("names a cell without a next action", () => {
    const { D4: _, ...rest } = card.matrix.nextActions;
    const refusal = refuse(put(["matrix", "nextActions"], rest));
    expect(refusal.details[0]!.where).toContain("matrix.nextActions.D4");
  });

  it("names an id that stands twice", () => {
    const lines = [presentLine("industry", 1), presentLine("industry", 2)];
    const refusal = refuse(put(line.slice(0, -1), lines));
    expect(refusal.details).toEqual([
      {
        where: "scorecard.json: buckets[0].characteristics[0].lines[1].id",
        reason: "expected a line id used once; industry stands twice",
      },
    ]);
  });

  it("says of a document of another kind what it would take", () => {
    expect(refuse({ format: "something" }).details[0]!.reason).toMatch(/known value of format/);
    expect(refuse(null).details[0]!.where).toBe("scorecard.json: the document");
  });

  it("refuses a set in which two scorecards share an id", () => {
    const segment = { when: { is: "present", attribute: "x" }, scorecard: card };
    const refusal = refuse({
      format: "counterweight/scorecard-set@1",
      segments: [segment],
      fallback: card,
    });
    expect(refusal.details[0]!.where).toBe("scorecard.json: fallback.id");
  });
});
