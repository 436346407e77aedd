import { sigmoid } from "./prediction.ts";

/** How often a value came with either outcome, a tenth added to both, and what that says. */
export interface ValueEvidence {
  readonly won: number;
  readonly lost: number;
  /** ln P(value | won) − ln P(value | lost). */
  readonly logOdds: number;
}

/** Predictive lead scoring by frequencies: one table explains every probability. */
export interface NaiveBayes {
  /** Log-odds of winning, whatever the values. */
  readonly prior: number;
  /** For each field the values that were seen. */
  readonly fields: readonly ReadonlyMap<string, ValueEvidence>[];
  /** The same by stage, 0 the first; empty when fitted without stages. */
  readonly stages: readonly ValueEvidence[];
}

/** One array per field, one value per deal; null where it is missing. */
export type Fields = readonly (readonly (string | null)[])[];

/**
 * Odoo's predictive lead scoring, the baseline that a learned score has to beat.
 *
 * Each value of a field counts its wins and losses, 0.1 added to both once; its likelihood is its
 * part of its field's total. Fields are taken to be independent given the outcome, so that two which
 * say the same count twice. Missing values are skipped. The prior is that of the first stage, which
 * every deal passes: without stages it is of all wins and losses, 0.1 added to both, too.
 *
 * @param fields   one array per field, one value per deal
 * @param outcomes length n, 1 = won, 0 = lost; of no deals at all the prior is even
 * @param stages   length n, the furthest stage that each deal reached, 0 the first; a won deal
 *                 passed them all. A lost deal's stage is known only afterwards: to judge the
 *                 baseline on closed deals leave stages out
 * @throws RangeError on unequal lengths or outcomes other than 0 and 1
 * Cost O(n × fields). Source: Odoo's documentation and published test of predictive lead scoring.
 */
export function fitNaiveBayes(
  fields: Fields,
  outcomes: Uint8Array,
  stages?: Uint8Array,
): NaiveBayes {
  if (outcomes.some((outcome) => outcome > 1)) throw new RangeError("an outcome is not 0 or 1");
  checkLengths([...fields, ...(stages ? [stages] : [])], outcomes.length);
  const wins = outcomes.reduce((won, outcome) => won + outcome, 0);
  const all = { won: FIRST_SEEN + wins, lost: FIRST_SEEN + (outcomes.length - wins) };
  return {
    prior: Math.log(all.won / all.lost),
    fields: fields.map((values) => weighField(values, outcomes)),
    stages: stages ? weighStages(stages, outcomes, all) : [],
  };
}

/**
 * Probability of winning, clamped to 0.0001 … 0.9999.
 *
 * @param fields one array per field, as many and in the order fitted, one value per lead; missing
 *               values and values not seen in fitting are skipped
 * @param stages the stage in which each lead stands; one beyond those seen in fitting is skipped
 * @returns one probability per lead; none for no fields and no stages
 * @throws RangeError on another number of fields than fitted, or unequal lengths
 * Cost O(leads × fields).
 */
export function predictNaiveBayes(
  model: NaiveBayes,
  fields: Fields,
  stages?: Uint8Array,
): Float64Array {
  if (fields.length !== model.fields.length) {
    throw new RangeError(`${fields.length} fields for ${model.fields.length} fitted`);
  }
  const leads = (fields[0] ?? stages ?? []).length;
  checkLengths([...fields, ...(stages ? [stages] : [])], leads);
  // P = S_w/(S_w + S_l), S the prior times the likelihoods: σ of the sum of log-odds, which does
  // not underflow however many the fields.
  const logOdds = new Float64Array(leads).fill(model.prior);
  model.fields.forEach((evidence, f) => {
    fields[f]!.forEach((value, i) => {
      if (value !== null) logOdds[i]! += evidence.get(value)?.logOdds ?? 0;
    });
  });
  stages?.forEach((stage, i) => {
    logOdds[i]! += model.stages[stage]?.logOdds ?? 0;
  });
  return logOdds.map((z) => Math.min(Math.max(sigmoid(z), LEAST), 1 - LEAST));
}

/** What a value counts for either outcome before any deal. */
const FIRST_SEEN = 0.1;
const LEAST = 1e-4;

interface Frequency {
  won: number;
  lost: number;
}

function weighField(
  values: readonly (string | null)[],
  outcomes: Uint8Array,
): Map<string, ValueEvidence> {
  const counts = new Map<string, Frequency>();
  values.forEach((value, i) => {
    if (value === null) return;
    const count = counts.get(value) ?? { won: FIRST_SEEN, lost: FIRST_SEEN };
    count[outcomes[i] === 1 ? "won" : "lost"]++;
    counts.set(value, count);
  });
  const total = { won: 0, lost: 0 };
  for (const { won, lost } of counts.values()) {
    total.won += won;
    total.lost += lost;
  }
  return new Map([...counts].map(([value, count]) => [value, weigh(count, total)]));
}

/** A stage counts the deals that reached it; the first stage, which all did, is the total. */
function weighStages(stages: Uint8Array, outcomes: Uint8Array, all: Frequency): ValueEvidence[] {
  const count = stages.reduce((most, stage) => Math.max(most, stage + 1), 0);
  const lost = new Uint32Array(count);
  stages.forEach((reached, i) => {
    if (outcomes[i] === 1) return;
    for (let stage = 0; stage <= reached; stage++) lost[stage]!++;
  });
  return Array.from(lost, (lost) => weigh({ won: all.won, lost: FIRST_SEEN + lost }, all));
}

function weigh({ won, lost }: Frequency, total: Frequency): ValueEvidence {
  return { won, lost, logOdds: Math.log(won / total.won / (lost / total.lost)) };
}

function checkLengths(columns: readonly { readonly length: number }[], n: number): void {
  if (columns.some(({ length }) => length !== n)) throw new RangeError("columns differ in length");
}
