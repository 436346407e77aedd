import type { AbFindings, ShadowFindings } from "../../../src/report/ab/findings.ts";
import { isEstimated } from "../../../src/statistics/estimate.ts";
import { HOSTILE } from "../hostile.fixture.ts";
import { buildFullFindings } from "./findings.fixture.ts";

const NOTHING = { notEstimable: HOSTILE };
/** Definitions hold no control characters. */
const PLAIN = `<script>alert(1)</script></style>"'& {datum.x} ünï 漢字`;

/** Findings whose every name, reason and note is hostile. */
export function buildHostileFindings(): AbFindings {
  const whole = buildFullFindings();
  const { shadow, watch } = whole;
  if (!isEstimated(shadow) || !isEstimated(watch)) throw new Error("expected full findings");
  return {
    ...whole,
    scorecard: { ...whole.scorecard, name: HOSTILE },
    shadow: hardenShadow(shadow),
    live: whole.live.map((experiment) => ({
      ...experiment,
      definition: { ...experiment.definition, name: PLAIN, hypothesis: PLAIN },
      comparison: {
        ...experiment.comparison,
        adjusted: NOTHING,
        guardrails: experiment.comparison.guardrails.map((each) => ({ ...each, name: HOSTILE })),
        verdict: { verdict: "not-yet-known" as const, reasons: [HOSTILE], cautions: [HOSTILE] },
      },
    })),
    watch: {
      ...watch,
      lines: watch.lines.map((line) => ({ ...line, label: HOSTILE })),
      inflation: NOTHING,
      retraining: { answer: "yes", reasons: [HOSTILE], notes: [HOSTILE] },
      alarms: [{ subject: HOSTILE, name: HOSTILE, reason: HOSTILE, since: 0 }],
      notes: [HOSTILE],
    },
  };
}

function hardenShadow(shadow: ShadowFindings): ShadowFindings {
  const { overall } = shadow;
  const named = <T extends { readonly name: string }>(each: T, i: number) => ({
    ...each,
    name: `${i} ${HOSTILE}`,
  });
  return {
    ...shadow,
    basis: { ...shadow.basis, notes: [HOSTILE] },
    cuts: shadow.cuts.map(named),
    overall: {
      ...overall,
      brier: { ...overall.brier, difference: NOTHING },
      agreement: overall.agreement.map(named),
      disagreement: {
        ...overall.disagreement,
        leads: overall.disagreement.leads.map((lead) => ({ ...lead, lead: HOSTILE })),
      },
    },
    segments: shadow.segments.map((each) => ({
      ...each,
      by: HOSTILE,
      parts: each.parts.map(named),
    })),
    selection: NOTHING,
  };
}
