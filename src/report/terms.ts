import { AB_TERMS } from "./ab/terms.ts";

interface Term {
  readonly name: string;
  readonly meaning: string;
}

/** Words that a report explains, by the id of their entry. */
export const TERMS = {
  arm: {
    name: "Arm",
    meaning:
      "One of the ways of scoring that are compared: the rules as they stand, the rules calibrated, the model, the recommended scorecard.",
  },
  auc: {
    name: "AUC",
    meaning:
      "Area under the ROC curve: the chance that a deal that was won scored higher than one that was lost. 0.5 is a coin, 1 is perfect order.",
  },
  "log-loss": {
    name: "Log loss",
    meaning:
      "The average surprise at the outcomes, given the probabilities. Lower is better; being sure and wrong costs most.",
  },
  brier: {
    name: "Brier score",
    meaning: "The average squared distance between probability and outcome (1 won, 0 lost).",
  },
  calibration: {
    name: "Calibration",
    meaning:
      "Whether probabilities come true: of deals given 30%, about 30% should be won. The calibrated rules are today's score turned into a probability in this way; their order is unchanged.",
  },
  "calibration-slope": {
    name: "Calibration slope",
    meaning:
      "1 when probabilities spread as far as they should; below 1 they are too extreme, above 1 too timid.",
  },
  "calibration-intercept": {
    name: "Calibration intercept",
    meaning:
      "0 when probabilities are right on average; above 0 more deals were won than foretold, below 0 fewer. In log-odds.",
  },
  ece: {
    name: "ECE",
    meaning:
      "Expected calibration error: how far probabilities lie from the win rates that came, on average over bins of deals, in percentage points.",
  },
  lift: {
    name: "Lift",
    meaning:
      "How many times more wins the best-scored tenth of deals holds than a tenth picked by chance.",
  },
  interval: {
    name: "Interval",
    meaning:
      "A 95% interval: the range of values that the deals do not speak against. A wide one means little evidence.",
  },
  "log-odds": {
    name: "Log-odds",
    meaning:
      "The scale on which evidence adds up: the logarithm of the chance of winning over the chance of losing. One point of a calibrated scorecard is worth a fixed amount of it.",
  },
  dose: {
    name: "Dose",
    meaning:
      "What a lead puts on a line of the scorecard: 1 or 0 for an attribute, a count that fades and is capped for an activity. Score = points × dose, summed.",
  },
  prior: {
    name: "Prior",
    meaning:
      "Where the learning starts and how hard it is held there: at the hand-set points, so that with few deals they stand and with many the deals speak; at zero where the rules rank no better than chance.",
  },
  "effective-points": {
    name: "Effective points",
    meaning:
      "What a dose of 1 adds to the total score, after stars have been turned into points and the bucket's weight has been applied.",
  },
  threshold: {
    name: "Threshold",
    meaning:
      "A named cut on the score, such as MQL. Its precision is the win rate of the deals above it.",
  },
  judging: {
    name: "Judging deals",
    meaning:
      "The deals that were kept away from all learning. Every figure that compares arms comes from them.",
  },
  kappa: {
    name: "Kappa",
    meaning:
      "Agreement beyond chance between two yes-or-no judgements: 0 is chance, 1 is full agreement.",
  },
  leak: {
    name: "Leak",
    meaning:
      "A column that knows the outcome because it is filled in after the decision. A model that sees it looks good in a report and fails in use.",
  },
  adjusted: {
    name: "Adjusted p-value",
    meaning:
      "A p-value that allows for how many things were tested: of those that fall under the bar, only a small share is there by chance.",
  },
  "back-test": {
    name: "Back-test",
    meaning:
      "Past deals re-scored under a changed scorecard: who would have moved, who would have passed, and how those deals ended.",
  },
  "calibration-in-the-large": {
    name: "Calibration in the large",
    meaning:
      "How much more often deals were won than foretold, over all of them, in log-odds: 0 is as foretold, above 0 more often, below 0 less often.",
  },
  cell: {
    name: "Cell",
    meaning:
      "A field of the matrix of grades and bands, such as A1: the best fit and the most engaged. Each cell has a next action.",
  },
  "cross-fitted": {
    name: "Cross-fitted",
    meaning:
      "Chosen on one part of the deals and judged on another, in turn, so that the choice cannot flatter its own figures.",
  },
  "deals-needed": {
    name: "Deals that would settle it",
    meaning:
      "How many deals it takes to know what a line is worth to within a quarter of the points' spread, from the deals alone. A rule of planning.",
  },
  discrimination: {
    name: "Discrimination",
    meaning:
      "The part of the Brier score that probabilities save by telling deals apart, if each were set right (CORP). Higher is better.",
  },
  drift: {
    name: "Drift",
    meaning: "That what held in older deals holds less in newer ones.",
  },
  "ece-squared": {
    name: "Squared ECE, debiased",
    meaning:
      "The calibration error squared, less the part that chance alone makes of it. Its square root is on the scale of probabilities.",
  },
  grade: {
    name: "Grade and band",
    meaning:
      "A grade, A to D, says how well a lead fits; a band, 1 to 4, how engaged it is. Each starts at a least score.",
  },
  "half-life": {
    name: "Half-life",
    meaning: "The age at which a deal counts half as much in learning as a new one.",
  },
  "intercept-shift": {
    name: "Intercept shift",
    meaning:
      "What is added to every lead's log-odds so that the model fits the win rate of the latest deals that trained it.",
  },
  mcnemar: {
    name: "McNemar's test",
    meaning:
      "Whether one way of choosing catches more wins than another, told from the wins that only one of them catches.",
  },
  miscalibration: {
    name: "Miscalibration",
    meaning:
      "The part of the Brier score that better calibrated probabilities, in the same order, would save (CORP). Lower is better.",
  },
  "missed-wins": {
    name: "Wins missed",
    meaning: "Of all won deals, the share that does not pass the threshold.",
  },
  "naive-bayes": {
    name: "Naive Bayes",
    meaning:
      "A score from how often each line stands on won and on lost deals, each line taken on its own, as the predictive lead scoring of Odoo does.",
  },
  "net-benefit": {
    name: "Net benefit",
    meaning:
      "Wins gained less the price of lost deals worked, per 100 deals, working every deal whose probability is above the overall win rate. Working none has 0.",
  },
  precision: {
    name: "Precision",
    meaning: "The win rate of the deals that pass a threshold.",
  },
  "p-value": {
    name: "p-value",
    meaning:
      "How often chance alone would make a difference at least as large as the one seen. Small values speak for a true difference.",
  },
  "reliability-band": {
    name: "Band of chance",
    meaning:
      "Where the curve of win rates would lie in 95% of like histories if every probability were right. Where the curve leaves it, probabilities are off.",
  },
  "sample-size": {
    name: "Sample size",
    meaning:
      "The deals that a model of so many lines wants when it starts from nothing. One that starts from hand-set points needs fewer, as what they have right need not be learnt.",
  },
  spiegelhalter: {
    name: "Spiegelhalter's test",
    meaning:
      "Whether probabilities differ from the outcomes by more than chance: a z far from 0, with a small p-value, says that they are off.",
  },
  stability: {
    name: "Stability",
    meaning:
      "The share of resampled histories (deals drawn anew from the same history) that say the same of the line: to raise it, to lower it, or to leave it.",
  },
  "stand-in": {
    name: "Stand-in",
    meaning:
      "A line that says much the same as another, so that either may carry the points of both.",
  },
  "top-tenth": {
    name: "Top tenth",
    meaning:
      "The tenth of the deals with the best scores; its win rate is what a team sees that works only these.",
  },
  uncertainty: {
    name: "Uncertainty",
    meaning:
      "The Brier score of giving every deal the overall win rate: what is there to be told, whoever tells it.",
  },
  "value-per-lead": {
    name: "Value per lead",
    meaning:
      "The gain of the wins that pass a threshold less the cost of all leads that pass it, shared out over all leads.",
  },
  volume: {
    name: "Volume",
    meaning: "Leads that pass a threshold in a week, on average.",
  },
  ...AB_TERMS,
} as const satisfies Readonly<Record<string, Term>>;

export type TermId = keyof typeof TERMS;
