import { html, type Markup } from "./markup.ts";

interface Term {
  readonly name: string;
  readonly meaning: string;
}

const TERMS = {
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
} as const satisfies Readonly<Record<string, Term>>;

const BY_ID: ReadonlyMap<string, Term> = new Map(Object.entries(TERMS));

/** A word that links to its entry in the glossary and shows the meaning when pointed at. */
export function term(id: string, words: string): Markup {
  const entry = BY_ID.get(id);
  if (entry === undefined) throw new RangeError(`no such term in the glossary: ${id}`);
  return html`<a class="term" href="#term-${id}"><abbr title="${entry.meaning}">${words}</abbr></a>`;
}

/** The glossary, in alphabetical order. */
export function renderGlossary(): Markup {
  const entries = [...BY_ID].toSorted(([, a], [, b]) => (a.name < b.name ? -1 : 1));
  return html`<section id="glossary" aria-labelledby="glossary-title">
<h2 id="glossary-title">Glossary</h2>
<dl class="glossary">${entries.map(
    ([id, entry]) =>
      html`<div id="term-${id}"><dt><dfn>${entry.name}</dfn></dt><dd>${entry.meaning}</dd></div>\n`,
  )}</dl>
</section>`;
}
