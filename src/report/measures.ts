import { type Estimable, isEstimated } from "../statistics/estimate.ts";
import type { Judge } from "./calibration.ts";
import { formatNumber, formatPValue, formatShare, formatSigned } from "./format.ts";
import type { TermId } from "./terms.ts";

type IntervalMeasure = Exclude<keyof Judge, "deals" | "won" | "corp" | "spiegelhalter">;

/** A measure that has an interval. */
export interface MeasureName {
  readonly measure: IntervalMeasure;
  readonly name: string;
  readonly term: TermId;
  readonly best: string;
  readonly format: (value: number) => string;
}

/** A measure that has none: parts of an average, and a test. */
export interface PartName {
  readonly name: string;
  readonly term: TermId;
  readonly best: string;
  readonly read: (judge: Judge) => Estimable<string>;
}

const three = (value: number): string => formatNumber(value, 3);
const four = (value: number): string => formatNumber(value, 4);
const perHundred = (value: number): string => formatSigned(100 * value, 1);

/** The most telling first. */
export const MEASURES: readonly MeasureName[] = [
  { measure: "auc", name: "AUC", term: "auc", best: "1 is best", format: three },
  { measure: "logLoss", name: "Log loss", term: "log-loss", best: "0 is best", format: three },
  {
    measure: "precisionTopDecile",
    name: "Win rate in the top tenth",
    term: "top-tenth",
    best: "higher is better",
    format: (value) => formatShare(value),
  },
  {
    measure: "liftTopDecile",
    name: "Lift in the top tenth",
    term: "lift",
    best: "higher is better",
    format: (value) => `${formatNumber(value, 2)}×`,
  },
  {
    measure: "netBenefit",
    name: "Net benefit, wins per 100 deals",
    term: "net-benefit",
    best: "higher is better",
    format: perHundred,
  },
  { measure: "brier", name: "Brier score", term: "brier", best: "0 is best", format: three },
  {
    measure: "calibrationSlope",
    name: "Calibration slope",
    term: "calibration-slope",
    best: "1 is best",
    format: (value) => formatNumber(value, 2),
  },
  {
    measure: "calibrationIntercept",
    name: "Calibration intercept",
    term: "calibration-intercept",
    best: "0 is best",
    format: (value) => formatSigned(value, 2),
  },
  { measure: "ece", name: "ECE", term: "ece", best: "0 is best", format: (v) => formatShare(v) },
  {
    measure: "eceSquaredDebiased",
    name: "Squared ECE, debiased",
    term: "ece-squared",
    best: "0 is best",
    format: (value) => formatNumber(value, 5),
  },
];

/** Parts of the Brier score, and the test of calibration. */
export const PARTS: readonly PartName[] = [
  {
    name: "Miscalibration",
    term: "miscalibration",
    best: "part of the Brier score; 0 is best",
    read: ({ corp }) => readPart(corp, "miscalibration"),
  },
  {
    name: "Discrimination",
    term: "discrimination",
    best: "part of the Brier score; higher is better",
    read: ({ corp }) => readPart(corp, "discrimination"),
  },
  {
    name: "Uncertainty",
    term: "uncertainty",
    best: "part of the Brier score; the same for all arms on the same deals",
    read: ({ corp }) => readPart(corp, "uncertainty"),
  },
  {
    name: "Spiegelhalter's test",
    term: "spiegelhalter",
    best: "z near 0 is best",
    read: ({ spiegelhalter: test }) =>
      isEstimated(test) ? `z ${formatSigned(test.z, 2)}, ${formatPValue(test.pValue)}` : test,
  },
];

type Corp = Exclude<Judge["corp"], { readonly notEstimable: string }>;

function readPart(corp: Judge["corp"], part: keyof Corp): Estimable<string> {
  return isEstimated(corp) ? four(corp[part]) : corp;
}
