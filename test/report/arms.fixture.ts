import type { Calibration, Judge } from "../../src/report/calibration.ts";
import { rateOf } from "./lines.fixture.ts";

type Interval = { value: number; low: number; high: number };

function about(value: number, halfWidth: number): Interval {
  return { value, low: value - halfWidth, high: value + halfWidth };
}

const NO_PROBABILITY = { notEstimable: "points are not probabilities" };

function judge(auc: Interval, figures: Partial<Judge>): Judge {
  return {
    deals: 2772,
    won: 1038,
    auc,
    logLoss: NO_PROBABILITY,
    brier: NO_PROBABILITY,
    calibrationSlope: NO_PROBABILITY,
    calibrationIntercept: NO_PROBABILITY,
    ece: NO_PROBABILITY,
    eceSquaredDebiased: NO_PROBABILITY,
    corp: NO_PROBABILITY,
    spiegelhalter: NO_PROBABILITY,
    netBenefit: NO_PROBABILITY,
    liftTopDecile: about(1.1, 0.15),
    precisionTopDecile: rateOf(114, 277),
    ...figures,
  };
}

/** Five arms on the same judging deals; points alone are no probability. */
export function buildArms(): Calibration["arms"] {
  return {
    rules: { label: "Rules", judge: judge(about(0.663, 0.021), {}) },
    rulesCalibrated: {
      label: "Rules, calibrated",
      judge: judge(about(0.663, 0.021), {
        logLoss: about(0.579, 0.014),
        brier: about(0.198, 0.006),
        calibrationSlope: about(0.98, 0.12),
        calibrationIntercept: about(0.03, 0.09),
        ece: { value: 0.021, low: 0.004, high: 0.036 },
        eceSquaredDebiased: { value: 0.0003, low: 0, high: 0.0011 },
        corp: { miscalibration: 0.002, discrimination: 0.0382, uncertainty: 0.2342 },
        spiegelhalter: { z: 0.84, pValue: 0.401 },
        netBenefit: about(0.041, 0.012),
      }),
    },
    model: {
      label: "Model",
      judge: judge(about(0.878, 0.013), {
        logLoss: about(0.44, 0.017),
        brier: about(0.141, 0.007),
        calibrationSlope: about(1.04, 0.09),
        calibrationIntercept: about(-0.06, 0.1),
        ece: { value: 0.018, low: 0.003, high: 0.031 },
        eceSquaredDebiased: { value: 0.0002, low: 0, high: 0.0009 },
        corp: { miscalibration: 0.0016, discrimination: 0.0948, uncertainty: 0.2342 },
        spiegelhalter: { z: -1.12, pValue: 0.263 },
        netBenefit: about(0.163, 0.015),
        liftTopDecile: about(2.48, 0.09),
        precisionTopDecile: rateOf(257, 277),
      }),
    },
    recommended: {
      label: "Recommended scorecard",
      judge: judge(about(0.871, 0.013), {
        logLoss: about(0.447, 0.017),
        brier: about(0.144, 0.007),
        calibrationSlope: about(1.02, 0.09),
        calibrationIntercept: about(-0.05, 0.1),
        ece: { value: 0.019, low: 0.003, high: 0.033 },
        eceSquaredDebiased: { value: 0.0002, low: 0, high: 0.001 },
        corp: { miscalibration: 0.0021, discrimination: 0.0923, uncertainty: 0.2342 },
        spiegelhalter: { z: -0.95, pValue: 0.342 },
        netBenefit: about(0.158, 0.015),
        liftTopDecile: about(2.44, 0.1),
        precisionTopDecile: rateOf(253, 277),
      }),
    },
    naiveBayes: {
      label: "Naive Bayes",
      judge: judge(about(0.814, 0.016), {
        logLoss: about(0.548, 0.024),
        brier: about(0.176, 0.008),
        calibrationSlope: about(0.61, 0.06),
        calibrationIntercept: about(-0.21, 0.1),
        ece: { value: 0.094, low: 0.072, high: 0.113 },
        eceSquaredDebiased: { value: 0.0114, low: 0.0082, high: 0.0151 },
        corp: { miscalibration: 0.0138, discrimination: 0.072, uncertainty: 0.2342 },
        spiegelhalter: { z: 12.4, pValue: 1e-12 },
        netBenefit: about(0.131, 0.016),
        liftTopDecile: about(2.12, 0.13),
        precisionTopDecile: rateOf(220, 277),
      }),
    },
  };
}
