import type { Case } from "./case.ts";
import type { Row } from "./csv.ts";
import { BROKEN_ROWS, REPEATED_DEALS } from "./faults.ts";

export interface SampleCounts {
  readonly leads: number;
  readonly won: number;
  readonly lost: number;
  readonly open: number;
  readonly activities: number;
  readonly laterActivities: number;
  readonly feedback: number;
  readonly brokenRows: number;
  readonly repeatedDeals: number;
}

export function countSample(cases: readonly Case[], feedback: readonly Row[]): SampleCounts {
  const countOutcome = (outcome: Case["outcome"]) =>
    cases.filter((one) => one.outcome === outcome).length;
  const activities = cases.flatMap(({ activities, timeline }) =>
    activities.map(({ at }) => ({ isLater: at > timeline.handedOverAt })),
  );
  return {
    leads: cases.length,
    won: countOutcome("won"),
    lost: countOutcome("lost"),
    open: countOutcome("open"),
    activities: activities.length,
    laterActivities: activities.filter(({ isLater }) => isLater).length,
    feedback: feedback.length,
    brokenRows: BROKEN_ROWS,
    repeatedDeals: REPEATED_DEALS,
  };
}
