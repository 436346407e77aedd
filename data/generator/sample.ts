import { createRandom } from "../../src/statistics/random.ts";
import { type Case, drawCase, drawProspects } from "./case.ts";
import { countSample, type SampleCounts } from "./counts.ts";
import { type Row, writeCsv } from "./csv.ts";
import { pickEvenly } from "./draw.ts";
import { breakCells, repeatDeals } from "./faults.ts";
import { drawFeedback, drawReps } from "./feedback.ts";
import { writeJson } from "./json.ts";
import { mapping } from "./mapping.ts";
import { writeReadme } from "./readme.ts";
import { scorecard } from "./scorecard.ts";
import { tabulateActivities, tabulateDeals, tabulateLeads } from "./tables.ts";

export const SEED = 20260101;
const LEADS = 4320;

export interface Sample {
  /** Text of each file by its name. */
  readonly files: Readonly<Record<string, string>>;
  readonly counts: SampleCounts;
  /** What the tables were written from, in order of lead. */
  readonly cases: readonly Case[];
}

/**
 * The sample history as file texts: the same seed gives the same bytes.
 *
 * Each table has a stream of random numbers of its own, so that a change to one leaves the others.
 */
export function createSample(seed: number): Sample {
  const caseRandom = createRandom(seed);
  const leadRandom = createRandom(seed + 1);
  const dealRandom = createRandom(seed + 2);
  const repRandom = createRandom(seed + 3);
  const feedbackRandom = createRandom(seed + 4);
  const cases = drawProspects(caseRandom, LEADS).map((one) => drawCase(caseRandom, one));
  const reps = drawReps(repRandom);
  const repOf = new Map(cases.map(({ leadId }) => [leadId, pickEvenly(repRandom, reps)]));
  const deals = tabulateDeals(dealRandom, cases, repOf);
  const feedback = drawFeedback(feedbackRandom, cases, repOf);
  const counts = countSample(cases, feedback);
  const tables: Record<string, readonly Row[]> = {
    "deals.csv": repeatDeals(dealRandom, breakCells(dealRandom, deals)),
    "leads.csv": tabulateLeads(leadRandom, cases),
    "activities.csv": tabulateActivities(cases),
    "feedback.csv": feedback,
  };
  return {
    files: {
      ...Object.fromEntries(Object.entries(tables).map(([name, rows]) => [name, writeCsv(rows)])),
      "scorecard.json": writeJson(scorecard),
      "mapping.json": writeJson(mapping),
      "README.md": writeReadme(counts, seed),
    },
    counts,
    cases,
  };
}
