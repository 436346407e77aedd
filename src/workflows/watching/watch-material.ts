import type { Estimable, Interval } from "../../statistics/estimate.ts";

/** Hand-overs further back are not looked at, but of the deals that the model learned from. */
export const SPAN_DAYS = 730;

/** A line of the live scorecards, and which of them it is of. */
export interface WatchedLine {
  readonly key: string;
  readonly label: string;
  /** Index into the set's scorecards: only their leads have a dose on it. */
  readonly scorecard: number;
}

/** Leads as they were known when they were handed over, dosed under the live scorecard. */
export interface DosedLeads {
  /** n × lines, row by row. */
  readonly doses: Float64Array;
  /** Index into the set's scorecards, length n. */
  readonly scorecards: Uint16Array;
  /** Points, length n. */
  readonly totals: Float64Array;
  /** Epoch milliseconds, length n. */
  readonly handedOver: Float64Array;
}

/** Closed deals, as columns of length n. */
export interface DosedDeals extends DosedLeads {
  /** Log-odds by the live model; null without one. */
  readonly logOdds: Float64Array | null;
  /** 1 = won, 0 = lost. */
  readonly outcomes: Uint8Array;
  /** Epoch milliseconds; NaN where nobody told. */
  readonly closed: Float64Array;
  /** 1 of the deals that the live model may have learned from; all 0 without one. */
  readonly learned: Uint8Array;
  /** Deals of one account share a number; undefined where no two deals go together. */
  readonly clusters: Uint32Array | undefined;
}

/** The live model as it was when it was trained. */
export interface TrainedModel {
  readonly name: string;
  /** Deals that it was trained on. */
  readonly deals: number;
  /** On the deals that were held back then. */
  readonly auc: Estimable<Interval>;
}

/** All that a watch is measured on. */
export interface WatchMaterial {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly lines: readonly WatchedLine[];
  readonly deals: DosedDeals;
  /** Handed over and without an outcome yet. */
  readonly waiting: DosedLeads;
  readonly model: TrainedModel | null;
  /** Every so manyth deal and lead was read; 1: all. */
  readonly everyNth: number;
}
