import type { DosedLeads } from "./watch-material.ts";

interface Row {
  readonly doses: Float64Array;
  readonly scorecard: number;
  readonly total: number;
  readonly handedOver: number;
}

export interface Columns {
  readonly add: (row: Row) => void;
  readonly finish: () => DosedLeads;
}

const ROWS = 1024;

/** Columns of leads whose number is not known beforehand. */
export function createColumns(width: number): Columns {
  let doses = new Float64Array(ROWS * width);
  const scorecards: number[] = [];
  const totals: number[] = [];
  const handedOver: number[] = [];
  return {
    add: (row) => {
      const start = totals.length * width;
      if (start + width > doses.length) {
        const grown = new Float64Array(2 * doses.length);
        grown.set(doses);
        doses = grown;
      }
      doses.set(row.doses, start);
      scorecards.push(row.scorecard);
      totals.push(row.total);
      handedOver.push(row.handedOver);
    },
    finish: () => ({
      doses: doses.slice(0, totals.length * width),
      scorecards: Uint16Array.from(scorecards),
      totals: Float64Array.from(totals),
      handedOver: Float64Array.from(handedOver),
    }),
  };
}
