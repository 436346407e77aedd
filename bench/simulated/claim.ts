/** What was promised of a simulated figure. */
export interface Claim {
  readonly name: string;
  readonly figure: number;
  readonly lowest: number;
  readonly highest: number;
}

/** A 95 % interval holds the truth in 93 to 97 % of the runs. */
export function claimCoverage(name: string, held: number, runs: number): Claim {
  return { name: `coverage: ${name}`, figure: held / runs, lowest: 0.93, highest: 0.97 };
}

export function claimAtMost(name: string, figure: number, highest: number): Claim {
  return { name, figure, lowest: 0, highest };
}

export function claimAtLeast(name: string, figure: number, lowest: number): Claim {
  return { name, figure, lowest, highest: 1 };
}

export function isKept({ figure, lowest, highest }: Claim): boolean {
  return figure >= lowest && figure <= highest;
}

/** Whether an interval was had and holds a truth. */
export function holds(
  interval: { readonly low: number; readonly high: number } | { readonly notEstimable: string },
  truth: number,
): boolean {
  return "low" in interval && interval.low <= truth && truth <= interval.high;
}
