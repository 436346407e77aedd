import { CELLS, type Scorecard, scorecardSchema } from "../../../src/scorecard/schema.ts";

const oneOf = (attribute: string, values: string[]) => ({
  kind: "attribute",
  when: { is: "one-of", attribute, values },
});

/** Fit 30 + 12, engagement 10 + 8: a lead that has the best of everything has 60 points. */
export const READY: Scorecard = scorecardSchema.parse({
  format: "counterweight/scorecard@1",
  id: "ready",
  name: "Ready",
  buckets: [
    {
      id: "demographic",
      name: "Who",
      axis: "fit",
      characteristics: [
        {
          id: "title",
          name: "Job title",
          cap: 30,
          lines: [
            {
              id: "title-decides",
              label: "Decides",
              points: 30,
              dose: {
                kind: "attribute",
                when: { is: "contains-word", attribute: "jobTitle", words: ["director", "head"] },
              },
            },
          ],
        },
      ],
    },
    {
      id: "firmographic",
      name: "Company",
      axis: "fit",
      characteristics: [
        {
          id: "employees",
          name: "Employees",
          lines: [
            {
              id: "employees-many",
              label: "250 and more",
              points: 12,
              dose: { kind: "attribute", when: { is: "range", attribute: "employees", from: 250 } },
            },
            {
              id: "employees-unknown",
              label: "unknown",
              points: 3,
              dose: { kind: "attribute", when: { is: "missing", attribute: "employees" } },
            },
          ],
        },
      ],
    },
    {
      id: "behavioral",
      name: "What they do",
      axis: "engagement",
      characteristics: [
        {
          id: "source",
          name: "Source",
          lines: [
            {
              id: "source-asked",
              label: "Came by themselves",
              points: 10,
              dose: oneOf("leadSource", ["Website", "Referral"]),
            },
          ],
        },
        {
          id: "webinar",
          name: "Webinar",
          lines: [
            {
              id: "webinar-attended",
              label: "Came to a webinar",
              points: 8,
              dose: { kind: "activity", match: { type: "webinar" }, repeatFading: 0.5, cap: 3 },
            },
          ],
        },
      ],
    },
  ],
  matrix: {
    grades: { A: 30, B: 20, C: 10 },
    bands: { "1": 15, "2": 10, "3": 5 },
    nextActions: Object.fromEntries(CELLS.map((cell) => [cell, `Do ${cell}`])),
  },
  thresholds: [
    { id: "mql", name: "MQL", score: 30 },
    { id: "sql", name: "SQL", score: 45 },
  ],
});
