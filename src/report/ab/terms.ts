/** Words of the report of rules against model. */
export const AB_TERMS = {
  "ab-arm": {
    name: "Rules and model",
    meaning:
      "The two ways of scoring that are compared: the points of the scorecard as set by hand, and the model that was learnt from closed deals. Differences are model less rules.",
  },
  "shadow-comparison": {
    name: "Shadow comparison",
    meaning:
      "Both scores on the same leads, as they stood when the lead was handed over, judged by the outcomes that came later. Nobody was treated differently for it.",
  },
  "live-experiment": {
    name: "Live experiment",
    meaning:
      "Leads or accounts are assigned to rules or model by lot, and each arm hands leads over by its own score. What differs then is the doing of the score.",
  },
  "arm-unit": {
    name: "Unit",
    meaning:
      "What is assigned by lot: a lead, or an account with all its leads. A unit counts once the outcome window of a lead of it is over.",
  },
  "outcome-window": {
    name: "Outcome window",
    meaning:
      "The days after assignment within which a success counts. Leads whose window is not over count neither as success nor as failure.",
  },
  "fixed-horizon": {
    name: "Fixed-horizon interval",
    meaning:
      "An interval for a single look at the planned end. Looked at again and again, it leaves out the truth more often than it says.",
  },
  "every-look": {
    name: "Interval at every look",
    meaning:
      "An always-valid interval: it may be read every day and the experiment stopped by it, and still leaves out the truth in no more experiments than it says. Verdicts rest on it.",
  },
  "score-before": {
    name: "Adjusted for the score before",
    meaning:
      "The part of the outcome that the score from before the assignment foretells is taken off both arms. The difference means the same, and its interval is narrower.",
  },
  "sample-ratio": {
    name: "Sample ratio",
    meaning:
      "Whether the arms got units in the shares that were set. Where they did not, something lost or moved units by arm and no figure can be trusted.",
  },
  guardrail: {
    name: "Guardrail",
    meaning:
      "Something that must not get worse by more than its margin while the primary metric gets better.",
  },
  "minimum-effect": {
    name: "Least difference worth having",
    meaning: "The smallest difference to act on, agreed before the start.",
  },
  "paired-auc": {
    name: "Difference in AUC",
    meaning:
      "AUC of the model less AUC of the rules on the same leads, with DeLong's paired interval. Where leads go together by account or rep the interval allows for it.",
  },
  bootstrap: {
    name: "Bootstrap interval",
    meaning:
      "An interval from drawing the leads anew many times; where leads go together, whole accounts or reps are drawn.",
  },
  capacity: {
    name: "As many as sales can work",
    meaning:
      "The leads that a score places highest, as many as there is time for, the same number by both scores. Leads level at the cut are shared out.",
  },
  "top-precision": {
    name: "Win rate of those worked",
    meaning: "Precision: of the leads that a score places highest, the share that was won.",
  },
  "top-recall": {
    name: "Share of all wins reached",
    meaning: "Recall: of all leads that were won, the share that is among those worked.",
  },
  overlap: {
    name: "Worked either way",
    meaning:
      "Of the leads that one score would have worked, the share that the other would have too.",
  },
  "top-lift": {
    name: "Lift of the top tenth",
    meaning:
      "How many times the overall win rate the best-scored tenth of leads is won at. 1 is no better than picking by chance.",
  },
  price: {
    name: "Worth working from",
    meaning:
      "The probability at which a lead is just worth its work: at 20%, four lost leads worked cost as much as one win brings.",
  },
  "net-benefit-at": {
    name: "Net benefit",
    meaning:
      "Of 100 leads, the wins gained less the price of lost leads worked, when every lead whose probability is above the price is worked. It asks that probabilities are right, not only their order. Working none has 0.",
  },
  "corp-diagram": {
    name: "CORP diagram",
    meaning:
      "Probability foretold against win rate that came, as the rising curve that fits best (isotonic regression), with the band in which chance alone would hold it.",
  },
  "calibration-error": {
    name: "Expected calibration error",
    meaning:
      "How far probabilities lie from the win rates that came, on average. Chance alone makes it larger than 0, even of right probabilities.",
  },
  agreement: {
    name: "Agreement",
    meaning:
      "The share of leads that both scores decide alike at a cut: both take them, or both leave them.",
  },
  "mcnemar-wins": {
    name: "McNemar's test",
    meaning:
      "Of the leads that only one score gets right, whether one gets more than a fair coin would give it (mid-p; Durkalski's form of it where leads of an account or rep go together).",
  },
  disputed: {
    name: "Disputed leads",
    meaning:
      "The tenth of the leads that the scores place furthest apart, by their place among all leads. The score that places won leads higher was right.",
  },
  "q-value": {
    name: "q-value",
    meaning:
      "A p-value that allows for how many segments or lines were looked at: of all that are called by it, at most that share is there by chance.",
  },
  simultaneous: {
    name: "Interval for all at once",
    meaning:
      "An interval made so wide that in 95% of such reports all of its kind hold the truth together (Bonferroni).",
  },
  heterogeneity: {
    name: "Heterogeneity",
    meaning: "Whether the differences differ among the parts by more than chance makes them.",
  },
  trend: {
    name: "Trend",
    meaning: "Movement a year, each period counting by how surely it is known.",
  },
  propensity: {
    name: "Propensity",
    meaning:
      "The chance that a lead had to be handed over and worked. Stored where a share of leads is handed over regardless of score; else guessed from the rules' score.",
  },
  weighted: {
    name: "Weighted figures",
    meaning:
      "Each worked lead counts for one over its propensity, so that the leads that were worked stand for all that were scored. Naive figures speak only of the leads that were worked.",
  },
  "effective-leads": {
    name: "Effective number",
    meaning: "Worked leads of equal weight that would tell as much as the weighted ones.",
  },
  exploration: {
    name: "Exploration share",
    meaning:
      "A share of leads that is handed over whatever their score, so that something is known of those that neither score would have chosen.",
  },
  "stability-index": {
    name: "Stability index",
    meaning:
      "How far a line's doses have moved, less what chance makes of it. Above 0.1 it is worth a look; a line that moved is no reason to train again by itself.",
  },
  "score-inflation": {
    name: "Score inflation",
    meaning: "Scores that rise while the same score comes to mean fewer wins.",
  },
} as const;
