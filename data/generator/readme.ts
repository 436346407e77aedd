import type { SampleCounts } from "./counts.ts";
import { scorecard } from "./scorecard.ts";
import { LOG_ODDS_PER_POINT, TRUTH } from "./truth.ts";

/** The README.md of the sample folder. */
export function writeReadme(counts: SampleCounts, seed: number): string {
  const closed = counts.won + counts.lost;
  const share = ((100 * counts.won) / closed).toFixed(1);
  return `# Sample history

**Generated, not real.** No person or company stands behind any row. \`npm run sample\` writes this
folder anew, to the byte (seed ${seed}); data/generator says how.

${write(counts.leads)} leads, every one of them handed over to sales whatever its score:
${write(closed)} closed deals (${share} % won) and ${counts.open} open ones, handed over from January
2023 to December 2025. Times are UTC.

| file | rows | columns |
|---|---|---|
| deals.csv | ${write(counts.leads + counts.repeatedDeals)} | Deal ID, Lead ID, Stage, Created (the lead), Handed over, Closed, Rep, Budget confirmed, Next step agreed, Last modified |
| leads.csv | ${write(counts.leads)} | Lead ID and what was known of the lead at the hand-over; blank or \`Select\` is unknown |
| activities.csv | ${write(counts.activities)} | Lead ID, At, Type, Asset, Category, Minutes; ${write(counts.laterActivities)} are later than the hand-over, more of them where the deal was won |
| feedback.csv | ${counts.feedback} | Lead ID, Verdict, Reason, Rep, At; verdicts lean on the score that the rep saw, and reps differ in leniency |
| scorecard.json | | the hand-weighted scorecard |
| mapping.json | | what the columns mean, as of the hand-over |

## What is wrong, by design

- The scorecard: the table below has what each line is worth in truth, at ${LOG_ODDS_PER_POINT} log-odds a point.
- \`Next step agreed\` leaks: reps fill it in once a deal is nearly won. mapping.json leaves it out.
  \`Budget confirmed\` looks as suspicious and is honest: it was asked before the hand-over.
- Activities after the hand-over leak just as well; counted as of the hand-over they cannot.
- ${counts.brokenRows} deals have a stage or a hand-over that cannot be read. ${counts.repeatedDeals} deals stand twice, once as they were
  before they closed; the latest \`Last modified\` is right. Some text has uneven case.
- The base rate shifts by 0.1 log-odds a year, and referrals lose more than half their worth in 2025.

| line | label | points | worth | |
|---|---|---:|---:|---|
${listLines().join("\n")}
`;
}

function listLines(): readonly string[] {
  return scorecard.buckets
    .flatMap((bucket) => bucket.characteristics)
    .flatMap((characteristic) => characteristic.lines)
    .map(({ id, label, points }) => {
      const { logOdds, afterDrift, note } = TRUTH[id]!;
      const worth = [logOdds, ...(afterDrift === undefined ? [] : [afterDrift])]
        .map((value) => String(Number((value / LOG_ODDS_PER_POINT).toFixed(1))))
        .join(", then ");
      return `| ${id} | ${label} | ${points} | ${worth} | ${note} |`;
    });
}

function write(count: number): string {
  return count.toLocaleString("en-US");
}
