import type { Calibration } from "../../src/report/calibration.ts";
import type { NotEstimable } from "../../src/statistics/estimate.ts";

type Feedback = NonNullable<Calibration["feedback"]>;

function about(value: number, halfWidth: number) {
  return { value, low: value - halfWidth, high: value + halfWidth };
}

/** Feedback of which a part was given without sight of the score, with a small share in the fit. */
export function buildFeedback(change: Partial<Feedback> = {}): Feedback {
  return {
    entries: 1204,
    matched: 1130,
    accepted: 655,
    rulesAuc: about(0.71, 0.03),
    modelAuc: about(0.69, 0.031),
    kappaWithOutcome: about(0.22, 0.06),
    heard: 1088,
    reps: 12,
    leniencySpread: 0.74,
    anchoring: {
      verdict: "not-seen",
      bySight: [
        {
          sight: "visible",
          heard: 870,
          accepted: 512,
          withScore: about(0.31, 0.06),
          withModel: about(0.28, 0.1),
          closed: 866,
          withOutcome: about(0.24, 0.06),
          scoreOverOutcome: about(0.07, 0.09),
        },
        {
          sight: "blind",
          heard: 218,
          accepted: 120,
          withScore: about(0.27, 0.12),
          withModel: { notEstimable: "all of it is in one category" },
          closed: 217,
          withOutcome: about(0.26, 0.12),
          scoreOverOutcome: about(0.01, 0.17),
        },
      ],
      visibleOverBlind: about(0.04, 0.13),
    },
    voiceFrom: "all",
    weight: {
      weight: 0.1,
      judged: 5390,
      candidates: [
        { weight: 0, logLoss: 0.4518, overNone: null },
        { weight: 0.05, logLoss: 0.4513, overNone: about(-0.0005, 0.0003) },
        { weight: 0.1, logLoss: 0.4509, overNone: about(-0.0009, 0.0005) },
        { weight: 0.2, logLoss: 0.4511, overNone: about(-0.0007, 0.0009) },
      ],
    },
    ...change,
  };
}

/** Feedback whose every reason is what somebody may have typed. */
export function buildHostileFeedback(nothing: NotEstimable): Feedback {
  const { anchoring } = buildFeedback();
  return buildFeedback({
    leniencySpread: nothing,
    anchoring: {
      verdict: "anchored",
      bySight: anchoring.bySight.map((each) => ({ ...each, withScore: nothing })),
      visibleOverBlind: nothing,
    },
    voiceFrom: "blind",
    weight: nothing,
  });
}
