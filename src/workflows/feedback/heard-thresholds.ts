import type { HeardLead } from "../../feedback/heard-lead.ts";
import type { SalesSays } from "../../feedback/sales-says.ts";
import { compareWithThresholds } from "../../feedback/threshold-agreement.ts";
import { adviseOnWorkload } from "../../feedback/workload.ts";
import type { HeardThreshold } from "../../report/feedback-findings.ts";
import type { CompiledScorecards, DosedLead } from "../../scorecard/compiled.ts";
import type { Threshold } from "../../scorecard/schema.ts";
import { isEstimated } from "../../statistics/estimate.ts";
import { describeGroup } from "./heard-groups.ts";
import type { FeedbackMaterial } from "./measure-feedback.ts";
import { countWeeks, estimateVolume } from "./volumes.ts";

interface Heard {
  readonly heard: readonly HeardLead[];
  readonly dosed: readonly DosedLead[];
  readonly material: Pick<FeedbackMaterial, "volumes" | "weeks" | "capacity">;
}

/** Each threshold with what sales says of it, what comes over it, and what to do about both. */
export function describeThresholds(
  compiled: CompiledScorecards,
  says: SalesSays["thresholds"],
  { heard, dosed, material }: Heard,
): readonly HeardThreshold[] {
  const { volumes, weeks: period, capacity } = material;
  const weeks = countWeeks(period, volumes.since);
  return says.map(({ threshold: id, ...said }) => {
    const cuts = findCuts(compiled, id);
    const reaches = (i: number) =>
      heard[i]!.score >= (cuts.get(dosed[i]!.scorecard)?.score ?? Infinity);
    const group = describeGroup(
      said,
      heard.filter((_, i) => reaches(i)),
    );
    const leadsPerWeek = estimateVolume(volumes.crossings.get(id) ?? [], period, weeks);
    const workable = capacity[id] ?? null;
    return {
      id,
      name: [...cuts.values()][0]!.name,
      ...group,
      agreement: [...cuts].map(([scorecard, cut]) => {
        const own = heard.filter((_, i) => dosed[i]!.scorecard === scorecard);
        const [{ id: _, ...agreement }] = compareWithThresholds(own, [cut]) as [AgreementRow];
        return {
          scorecard: compiled.scorecards[scorecard]!.scorecard.id,
          score: cut.score,
          ...agreement,
        };
      }),
      leadsPerWeek,
      weeks,
      capacity: workable,
      workload: adviseOnWorkload({
        leadsPerWeek,
        capacity: workable,
        rejected: isEstimated(group.adjusted) ? group.adjusted : group.rejected,
      }),
    };
  });
}

type AgreementRow = ReturnType<typeof compareWithThresholds>[number];

/** The threshold of an id in each scorecard that has it, by the scorecard's index. */
function findCuts(compiled: CompiledScorecards, id: string): ReadonlyMap<number, Threshold> {
  return new Map(
    compiled.scorecards.flatMap(({ scorecard }, k) => {
      const cut = scorecard.thresholds.find((threshold) => threshold.id === id);
      return cut === undefined ? [] : [[k, cut] as const];
    }),
  );
}
