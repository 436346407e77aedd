import { Refusal, type RefusalDetail } from "../../refusal.ts";
import { parseScorecards } from "../../scorecard/parse.ts";
import type { Bucket, Line, Scorecard, ScorecardSet } from "../../scorecard/schema.ts";
import { mapScorecards } from "../calibration/recommended-scorecards.ts";

/** What a draft changes of a version without touching how leads are dosed. */
export interface DraftChanges {
  /** By key of the line: its id, behind `scorecard/` where there are several scorecards. */
  readonly points?: Values | undefined;
  readonly stars?: Values | undefined;
  /** Per cent, by bucket: its id, behind `scorecard/` where several scorecards have it. */
  readonly weights?: Values | undefined;
  /** Cuts, by threshold: its id, behind `scorecard/` where several scorecards have it. */
  readonly thresholds?: Values | undefined;
  /** By id of the scorecard. */
  readonly matrix?: Readonly<Record<string, MatrixCuts>> | undefined;
}

type Values = Readonly<Record<string, number>>;

interface MatrixCuts {
  readonly grades?: Cuts<Scorecard["matrix"]["grades"]> | undefined;
  readonly bands?: Cuts<Scorecard["matrix"]["bands"]> | undefined;
}

type Cuts<T> = { readonly [K in keyof T]?: number | undefined };

type Kind = "points" | "stars" | "weights" | "thresholds" | "matrix";

/** The set with the changes in it; a refusal names every change that is none of it. */
export function changeSet(set: ScorecardSet, changes: DraftChanges): ScorecardSet | Refusal {
  const faults = findUnknown(set, changes);
  if (faults.length > 0)
    return new Refusal(
      "option-invalid",
      "The change names something that the scorecard has not, or not so.",
      "Name lines, buckets and thresholds as the version does (GET /v1/scorecards/{slug}/versions/{version}).",
      faults,
    );
  const cards = [...set.segments.map(({ scorecard }) => scorecard), set.fallback];
  const changed = mapScorecards(set, (card) => {
    const find = (kind: Exclude<Kind, "matrix">, id: string) => {
      const values = changes[kind] ?? {};
      const full = `${card.id}/${id}`;
      if (Object.hasOwn(values, full)) return values[full];
      const isPlain = kind === "weights" || kind === "thresholds" || cards.length === 1;
      return isPlain && Object.hasOwn(values, id) ? values[id] : undefined;
    };
    const cuts = changes.matrix ?? {};
    return changeCard(card, find, Object.hasOwn(cuts, card.id) ? cuts[card.id] : undefined);
  });
  return parseScorecards(changed, "the change");
}

type Find = (kind: Exclude<Kind, "matrix">, id: string) => number | undefined;

function changeCard(card: Scorecard, find: Find, matrix: MatrixCuts | undefined): Scorecard {
  return {
    ...card,
    buckets: card.buckets.map((bucket) => ({
      ...bucket,
      weight: find("weights", bucket.id) ?? bucket.weight,
      characteristics: bucket.characteristics.map((characteristic) => ({
        ...characteristic,
        lines: characteristic.lines.map((line) => changeLine(line, find)),
      })),
    })),
    thresholds: card.thresholds.map((threshold) => ({
      ...threshold,
      score: find("thresholds", threshold.id) ?? threshold.score,
    })),
    matrix: {
      ...card.matrix,
      grades: replaceCuts(card.matrix.grades, matrix?.grades),
      bands: replaceCuts(card.matrix.bands, matrix?.bands),
    },
  };
}

function changeLine(line: Line, find: Find): Line {
  return line.stars === undefined
    ? { ...line, points: find("points", line.id) ?? line.points }
    : { ...line, stars: find("stars", line.id) ?? line.stars };
}

function replaceCuts<T extends object>(cuts: T, others: Cuts<T> | undefined): T {
  const known = Object.entries(others ?? {}).filter(([, cut]) => cut !== undefined);
  return { ...cuts, ...Object.fromEntries(known) };
}

/** How often each name that a change may use stands in the set. */
interface Names {
  readonly points: Counts;
  readonly stars: Counts;
  readonly weights: Counts;
  readonly thresholds: Counts;
  readonly matrix: Counts;
}

type Counts = Map<string, number>;

const EXPECTED: Readonly<Record<Kind, string>> = {
  points: "the key of a line that has points",
  stars: "the key of a line that has stars",
  weights: "the id of a bucket, behind its scorecard's and a slash where several have it",
  thresholds: "the id of a threshold, behind its scorecard's and a slash where several have it",
  matrix: "the id of a scorecard",
};

function findUnknown(set: ScorecardSet, changes: DraftChanges): readonly RefusalDetail[] {
  const names = countNames(set);
  return (Object.keys(EXPECTED) as Kind[]).flatMap((kind) =>
    Object.keys(changes[kind] ?? {})
      .filter((name) => names[kind].get(name) !== 1)
      .map(() => ({ where: `/${kind}`, reason: `expected ${EXPECTED[kind]}` })),
  );
}

function countNames({ segments, fallback }: ScorecardSet): Names {
  const names: Names = {
    points: new Map(),
    stars: new Map(),
    weights: new Map(),
    thresholds: new Map(),
    matrix: new Map(),
  };
  const count = (kind: Kind, name: string) =>
    names[kind].set(name, (names[kind].get(name) ?? 0) + 1);
  const isPlain = segments.length === 0;
  for (const card of [...segments.map(({ scorecard }) => scorecard), fallback]) {
    count("matrix", card.id);
    for (const { id } of card.thresholds) {
      count("thresholds", id);
      count("thresholds", `${card.id}/${id}`);
    }
    for (const bucket of card.buckets) {
      count("weights", bucket.id);
      count("weights", `${card.id}/${bucket.id}`);
      for (const line of listLines(bucket)) {
        const kind = line.stars === undefined ? "points" : "stars";
        if (isPlain) count(kind, line.id);
        count(kind, `${card.id}/${line.id}`);
      }
    }
  }
  return names;
}

function listLines({ characteristics }: Bucket): readonly Line[] {
  return characteristics.flatMap(({ lines }) => lines);
}
