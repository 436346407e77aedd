import { createRandom } from "../../../src/statistics/random.ts";
import { sigmoid } from "../../../src/trainer/prediction.ts";
import type { DosedLeads, WatchMaterial } from "../../../src/workflows/watching/watch-material.ts";
import { DAY, NOW } from "../../scorecard/cards.ts";

/** What changes on the day on which the model was trained. */
export interface Change {
  /** Share of leads that have the first line, beside 40 % before. */
  readonly share?: number;
  /** Log-odds by which deals are won more often than before. */
  readonly shift?: number;
  /** What the log-odds that were known then are multiplied with. */
  readonly slope?: number;
  /** Points that are added a year without the leads getting better. */
  readonly inflation?: number;
}

export interface Simulation extends Change {
  readonly seed: number;
  /** Leads that are handed over in a day. */
  readonly perDay?: number;
  readonly daysBefore?: number;
  readonly daysSince?: number;
  readonly until?: { readonly won: number; readonly lost: number };
}

export interface SimulatedLead {
  readonly handedOver: number;
  readonly doses: readonly number[];
  /** Log-odds by what was known when the model was trained. */
  readonly known: number;
  readonly total: number;
  readonly isWon: boolean;
  readonly closed: number;
}

/** Points of the lines. */
export const POINTS = [20, 15, 10, 10, 5, 5];
/** What points mean in log-odds. */
export const WORTH = { intercept: -2.2, perPoint: 0.05 };

/** Hand-overs up to NOW and what came of them; nothing changes unless it is said to. */
export function simulateLeads({
  seed,
  perDay = 3,
  daysBefore = 540,
  daysSince = 300,
  until = { won: 60, lost: 25 },
  share = 0.4,
  shift = 0,
  slope = 1,
  inflation = 0,
}: Simulation): readonly SimulatedLead[] {
  const random = createRandom(seed);
  const first = NOW - (daysBefore + daysSince) * DAY;
  const trainedAt = NOW - daysSince * DAY;
  return Array.from({ length: (daysBefore + daysSince) * perDay }, (_, i) => {
    const handedOver = first + Math.floor((i / perDay) * DAY);
    const isSince = handedOver > trainedAt;
    const doses = POINTS.map((_, j) => (random() < (j === 0 && isSince ? share : 0.4) ? 1 : 0));
    const earned = POINTS.reduce((sum, points, j) => sum + points * doses[j]!, 0);
    const known = WORTH.intercept + WORTH.perPoint * earned;
    const isWon = random() < sigmoid(isSince ? shift - 1 + slope * (known + 1) : known);
    const days = -until[isWon ? "won" : "lost"] * Math.log(1 - random());
    const years = Math.max(0, handedOver - trainedAt) / (365.25 * DAY);
    const total = earned + Math.round(inflation * years);
    const closed = handedOver + Math.round(days * DAY);
    return { handedOver, doses, known, total, isWon, closed };
  });
}

/** What a watch would read of simulated leads. */
export function simulateWatch({
  model = true,
  ...simulation
}: Simulation & { readonly model?: boolean }): WatchMaterial {
  const leads = simulateLeads(simulation);
  const trainedAt = NOW - (simulation.daysSince ?? 300) * DAY;
  const deals = leads.filter(({ closed }) => closed <= NOW);
  return {
    at: NOW,
    lines: POINTS.map((_, j) => ({ key: `line-${j}`, label: `line-${j}`, scorecard: 0 })),
    deals: {
      ...toColumns(deals),
      logOdds: model ? Float64Array.from(deals, ({ known }) => known) : null,
      outcomes: Uint8Array.from(deals, ({ isWon }) => (isWon ? 1 : 0)),
      closed: Float64Array.from(deals, ({ closed }) => closed),
      learned: Uint8Array.from(deals, ({ closed }) => (model && closed <= trainedAt ? 1 : 0)),
      clusters: undefined,
    },
    waiting: toColumns(leads.filter(({ closed }) => closed > NOW)),
    model: model ? { name: "simulated 1", deals: 1000, auc: AUC } : null,
    everyNth: 1,
  };
}

function toColumns(leads: readonly SimulatedLead[]): DosedLeads {
  return {
    doses: Float64Array.from(leads.flatMap(({ doses }) => doses)),
    scorecards: new Uint16Array(leads.length),
    totals: Float64Array.from(leads, ({ total }) => total),
    handedOver: Float64Array.from(leads, ({ handedOver }) => handedOver),
  };
}

/** Of the simulated leads, by their true log-odds, as a calibration would have found it. */
export const AUC = { value: 0.7, low: 0.67, high: 0.73 };
