import { expect, it } from "vitest";
import { buildExample } from "../../src/api/example.ts";
import { scoreAnswerSchema } from "../../src/api/score-contract.ts";
import type { Condition } from "../../src/scorecard/schema-doses.ts";
import { makeBucket, makeLine, makeScorecard, NOW } from "../scorecard/cards.ts";
import { CARD, startSmall } from "./service-fixture.ts";

it("is a request that the service takes, and gets points for", async () => {
  const example = buildExample(CARD, NOW);
  expect(example.lead.activities).toEqual([
    { type: "visit", at: "2025-05-31T00:00:00Z", asset: "pricing" },
  ]);
  const { app } = await startSmall();
  const reply = await app.inject({ method: "POST", url: "/v1/score", payload: example });
  const answer = scoreAnswerSchema.parse(reply.json());
  expect(answer.rules.score).toBe(4);
  expect(answer.attributes.unused).toEqual([]);
});

it("tells what the best line of each characteristic asks for, as far as it can be told", () => {
  const line = (id: string, points: number, when: Condition) =>
    makeLine(id, points, { kind: "attribute", when });
  const card = makeScorecard({
    buckets: [
      makeBucket("a", [
        line("worse", 1, { is: "equals", attribute: "a", value: "worse" }),
        line("better", 2, { is: "equals", attribute: "a", value: "better" }),
      ]),
      makeBucket("b", [line("b", 1, { is: "range", attribute: "b", to: 10 })]),
      makeBucket("c", [line("c", -1, { is: "equals", attribute: "c", value: true })]),
      makeBucket("d", [
        line("d", 1, {
          is: "all",
          of: [
            { is: "one-of", attribute: "d", values: ["x", "y"] },
            { is: "contains-word", attribute: "e", words: ["chief"] },
            { is: "not", of: { is: "present", attribute: "f" } },
          ],
        }),
      ]),
    ],
  });
  expect(buildExample(card, NOW).lead.attributes).toEqual({
    a: "better",
    b: 9,
    d: "x",
    e: "chief",
  });
});
