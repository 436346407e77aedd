import type { Calibration, CalibrationThreshold } from "../../src/report/calibration.ts";
import { rateOf } from "./lines.fixture.ts";

const JUDGED = 2772;
const JUDGED_WON = 1038;

function about(value: number, halfWidth: number) {
  return { value, low: value - halfWidth, high: value + halfWidth };
}

/** Ten steps, each bringing less than the one before, the first of a line that a later one drops. */
export function buildChanges(): Calibration["changes"] {
  const order = [
    "email-open",
    "visit-pricing",
    "title-director",
    "title-student",
    "inactive",
    "pain-stars",
    "industry-software",
    "size-mid",
    "size-unknown",
    "webinar",
  ];
  return Array.from({ length: order.length + 1 }, (_, count) => {
    const delta = -0.132 * (1 - 0.55 ** count);
    return {
      count,
      lines: count === 2 ? ["visit-pricing", "title-director"] : order.slice(0, count),
      logLoss: about(0.579 + delta, 0.016),
      auc: about(0.663 + 0.208 * (1 - 0.55 ** count), 0.014),
      deltaLogLoss: count === 0 ? about(0, 0) : about(delta, 0.009 + 0.001 * count),
    };
  });
}

function figuresOf(passing: number, won: number): CalibrationThreshold["now"] {
  return {
    share: rateOf(passing, JUDGED),
    volume: about(passing / 28.6, Math.sqrt(passing) / 14),
    precision: rateOf(won, passing),
    missedWins: rateOf(JUDGED_WON - won, JUDGED_WON),
    valuePerLead: null,
  };
}

const FEW = { notEstimable: "fewer than 20 judging deals lie above it" };

/** One threshold by capacity, one that cannot be had. */
export function buildThresholds(): Calibration["thresholds"] {
  return [
    {
      scorecard: "inbound",
      id: "mql",
      name: "MQL",
      current: 40,
      recommended: 46,
      by: "capacity",
      aim: "37 leads a week",
      ...figuresOf(1048, 713),
      valuePerLead: about(0.91, 0.06),
      now: { ...figuresOf(1053, 492), valuePerLead: about(0.51, 0.06) },
    },
    {
      scorecard: "inbound",
      id: "hot",
      name: "Hot",
      current: 120,
      recommended: FEW,
      by: "share",
      aim: "as many deals over it as now",
      share: FEW,
      volume: FEW,
      precision: FEW,
      missedWins: FEW,
      valuePerLead: null,
      now: { ...figuresOf(11, 6), precision: FEW, valuePerLead: null },
    },
  ];
}

/** Grades that become ordered, and bands that lose one. */
export function buildGrades(): Calibration["grades"] {
  const classesOf = (rows: readonly (readonly [string, number | null, number, number])[]) =>
    rows.map(([name, cut, deals, won]) => ({
      name,
      cut,
      share: rateOf(deals, JUDGED),
      winRate: rateOf(won, deals),
    }));
  return [
    {
      scorecard: "inbound",
      axis: "fit",
      now: classesOf([
        ["A", 40, 310, 130],
        ["B", 25, 702, 331],
        ["C", 10, 980, 360],
        ["D", null, 780, 217],
      ]),
      recommended: classesOf([
        ["A", 48, 312, 236],
        ["B", 27, 698, 370],
        ["C", 8, 985, 302],
        ["D", null, 777, 130],
      ]),
      orderNow: "not-shown",
      orderRecommended: "ordered",
      aims: [],
    },
    {
      scorecard: "inbound",
      axis: "engagement",
      now: classesOf([
        ["1", 60, 240, 88],
        ["2", 35, 690, 312],
        ["3", 12, 921, 352],
        ["4", null, 921, 286],
      ]),
      recommended: classesOf([
        ["1", 64, 244, 171],
        ["2", 36, 684, 364],
        ["3", 10, 1844, 503],
        ["4", null, 0, 0],
      ]),
      orderNow: "broken",
      orderRecommended: "ordered",
      aims: [],
    },
  ];
}

/** Two lines that would add something. */
export function buildCandidates(): Calibration["candidates"] {
  return {
    tested: 46,
    found: [
      {
        label: "Referred by a customer",
        axis: "fit",
        bucket: "Demographic",
        characteristic: "Lead source",
        leads: 388,
        won: 251,
        worth: about(17.2, 4.9),
        pValue: 0.0004,
        deltaLogLoss: about(-0.0061, 0.0032),
        deltaAuc: { ...about(0.008, 0.005), pValue: 0.0012 },
        line: {
          id: "source-referral",
          label: "Referred by a customer",
          points: 17,
          dose: {
            kind: "attribute",
            when: { is: "equals", attribute: "Lead source", value: "Referral" },
          },
        },
      },
      {
        label: "Webinar and demo in one month",
        axis: "engagement",
        bucket: "Behavioral",
        characteristic: "Events",
        leads: 61,
        won: 40,
        worth: about(9.4, 8.8),
        pValue: 0.041,
        deltaLogLoss: { notEstimable: "no judging deal has it" },
        deltaAuc: { notEstimable: "no judging deal has it" },
        line: {
          id: "webinar-demo",
          label: "Webinar and demo in one month",
          points: 9,
          dose: {
            kind: "activity",
            match: { type: "webinar", category: "demo" },
            windowDays: 30,
            repeatFading: 1,
            cap: 1,
          },
        },
      },
    ],
  };
}

/** Moves between all sixteen cells, and two thresholds over thirty weeks. */
export function buildBacktest(): Calibration["backtest"] {
  const cells = ["A", "B", "C", "D"].flatMap((grade) => [1, 2, 3, 4].map((band) => grade + band));
  const moves = cells.flatMap((from, i) =>
    cells.flatMap((to, k) => {
      const away = Math.abs(Math.floor(i / 4) - Math.floor(k / 4)) + Math.abs((i % 4) - (k % 4));
      if (away > 2 || (away === 2 && (i * k) % 3 === 0)) return [];
      const deals = [96, 21, 3][away]! + ((7 * i + 3 * k) % 9);
      const rate = 0.72 - 0.1 * Math.floor(k / 4) - 0.06 * (k % 4);
      return [{ from, to, deals, won: Math.round(deals * rate) }];
    }),
  );
  const deals = moves.reduce((sum, move) => sum + move.deals, 0);
  const stayed = moves.filter(({ from, to }) => from === to);
  const crossing = (count: number, won: number) => ({
    deals: count,
    won,
    winRate: rateOf(won, count),
  });
  const weekly = Array.from({ length: 30 }, (_, week) => ({
    week: new Date(Date.UTC(2024, 5, 3 + 7 * week)).toISOString().slice(0, 10),
    before: Math.round(35 + 9 * Math.sin(week / 3)),
    after: Math.round(35 + 9 * Math.sin(week / 3 + 0.6) + (week % 3)),
  }));
  return {
    deals,
    moved: deals - stayed.reduce((sum, move) => sum + move.deals, 0),
    moves,
    volumes: [
      {
        threshold: "mql",
        deals: JUDGED,
        before: about(36.8, 2.3),
        after: about(36.6, 2.2),
        change: about(-0.2, 1.6),
        newlyPassing: crossing(391, 294),
        noLongerPassing: crossing(396, 73),
        winsGained: 294,
        winsMissed: 73,
        pValue: 1e-9,
        weekly,
      },
      {
        threshold: "hot",
        deals: JUDGED,
        before: about(0.4, 0.2),
        after: { notEstimable: "there is no recommended cut" },
        change: { notEstimable: "there is no recommended cut" },
        newlyPassing: crossing(0, 0),
        noLongerPassing: crossing(11, 6),
        winsGained: 0,
        winsMissed: 0,
        pValue: 1,
        weekly: [],
      },
    ],
  };
}
