import type { Refusal } from "../../refusal.ts";
import { type Scorecard, scorecardSchema } from "../../scorecard/schema.ts";
import { findColumn } from "../files/column-names.ts";
import type { Table } from "../files/table.ts";
import type { Preset } from "../leaks/leak-names.ts";
import type { Mapping } from "../mapping.ts";
import { isFeedback } from "../reading/feedback-file.ts";
import { dateReading } from "../typing/date-text.ts";
import { findAccounts } from "./account-columns.ts";
import { type AttributeChoice, chooseAttributes } from "./attribute-choice.ts";
import { type ClosedDeals, findClosedDeals, gatherCandidates } from "./candidate-columns.ts";
import { detectDateOrder } from "./date-order.ts";
import { readDealActivities, type TimedDeals } from "./deal-activities.ts";
import { findDealColumns } from "./deal-columns.ts";
import { findScores, type Scores } from "./existing-score.ts";
import { assignFileRoles, profileFile } from "./file-roles.ts";
import { findLeakingColumns } from "./leaking-columns.ts";
import { chooseMoment, DAY_MS, type MomentChoice } from "./moment-choice.ts";
import type { NamedOutcome } from "./outcome-search.ts";
import { writeFindings } from "./proposal-findings.ts";
import { writeMapping } from "./proposal-mapping.ts";
import { refuseDays, refuseId, refuseNamed, refuseOutcome } from "./proposal-refusals.ts";
import {
  type ActiveDeal,
  buildActivityLines,
  type StarterActivities,
} from "./starter-activities.ts";
import { assembleScorecard, countRated, RATED_ENOUGH } from "./starter-card.ts";

export interface Proposal {
  readonly mapping: Mapping;
  readonly scorecard: Scorecard;
  /** What was chosen and why, one sentence each, for a person to read. */
  readonly findings: readonly string[];
  /** Paths of the files that the mapping reads: deals, leads, activities. */
  readonly files: readonly string[];
  /** Path of the file that holds what sales said of leads; null where none does. */
  readonly feedback: string | null;
}

export interface ProposalOptions {
  /** Reads the files as this system's, whatever their headers say. */
  readonly preset?: Preset;
  /** Its lines are taken, with their points, where a column means the attribute they ask for. */
  readonly readyScorecard: Scorecard;
  readonly asOfDays?: number;
  /** The column that tells how deals ended, and its words, where a person knows. */
  readonly outcome?: NamedOutcome;
  /** The column that tells deals apart, where a person knows. */
  readonly id?: string;
  /** Name of the starter scorecard. */
  readonly name?: string;
}

/**
 * A mapping and a starter scorecard from any export, with each choice in words.
 *
 * Looks for the outcome, the parts of the files, the columns that know the outcome and must stay out,
 * the attributes, an existing score, and the moment at which leads can be scored. Nothing is learned
 * here: lines have 0 points, or the points of the ready scorecard.
 *
 * @param tables one or more export files, in any order
 * @returns `outcome-missing` when no column tells won from lost, `column-missing` when none tells one
 *          deal from another, `option-invalid` when `asOfDays` is given and no column tells when a
 *          deal was created, or when no file has a column that was named; an export without rows gives the ready scorecard as it stands
 * Cost O(cells · log rows).
 */
export function proposeFromExport(
  tables: readonly Table[],
  options: ProposalOptions,
): Proposal | Refusal {
  const dates = detectDateOrder(tables);
  const reading = dateReading({ dateOrder: dates.order, utcOffset: "+00:00" });
  const files = tables.map((table) => profileFile(table, options.preset, reading));
  const { outcome } = options;
  if (
    outcome !== undefined &&
    tables.every((table) => findColumn(table, outcome.column) === undefined)
  )
    return refuseNamed(files, { option: "--outcome", column: outcome.column });
  const roles = assignFileRoles(files, outcome);
  if (roles === null) return refuseOutcome(files);
  const id = options.id === undefined ? undefined : findColumn(roles.deals.table, options.id);
  if (options.id !== undefined && id === undefined)
    return refuseNamed([roles.deals], { option: "--id", column: options.id });
  const columns = findDealColumns(roles.deals, { dates: reading, id });
  if (columns === null) return refuseId(roles.deals);
  if (options.asOfDays !== undefined && columns.createdAt === undefined)
    return refuseDays(roles.deals);

  const closed = findClosedDeals(roles.deals, columns);
  const candidates = gatherCandidates(roles, columns, closed, reading);
  const scores = findScores(candidates);
  const preset = options.preset ?? roles.deals.recognised?.preset;
  const timed = readDealActivities(roles, columns, closed.rows, reading);
  const accounts = findAccounts(candidates);
  const taken = new Set([accounts.deals, accounts.leads]);
  const leaks = findLeakingColumns(candidates, closed, { scores, preset, dates: timed }).filter(
    ({ candidate }) => !taken.has(candidate),
  );
  const left = new Set([...taken, ...leaks.map(({ candidate }) => candidate)]);
  const aside = new Set([...scores.columns, ...scores.bands]);
  const choice = chooseAttributes(
    candidates.filter((candidate) => !left.has(candidate) && !aside.has(candidate.column)),
    { ready: options.readyScorecard, hasActivities: roles.activities !== null },
  );
  const moment = chooseMoment(timed, {
    asOfDays: options.asOfDays,
    handedOverAt: columns.handedOverAt,
    isDated: columns.createdAt !== undefined,
  });
  const activities = chooseActivityLines(timed, moment, closed, options.readyScorecard);
  const { scorecard, ratedLines } = makeScorecard(choice, activities, options);
  const score = makeScore(scores, ratedLines);
  const { asOf } = moment;
  const { bands } = scores;
  const dateOrder = dates.order;
  const parts = { roles, columns, accounts, leaks, choice, score, asOf, dateOrder, preset };
  return {
    mapping: writeMapping(parts),
    scorecard,
    findings: writeFindings({ ...parts, tables, dates, moment, activities, bands, ratedLines }),
    files: [roles.deals, roles.leads?.file, roles.activities?.file].flatMap(
      (file) => file?.table.path ?? [],
    ),
    feedback: roles.unused.find(isFeedback)?.path ?? null,
  };
}

/** A scorecard with few rated lines says little: the score that is in use speaks for the rules. */
function makeScore(scores: Scores, ratedLines: number): Mapping["existingScore"] {
  if (scores.columns.length === 0) return undefined;
  const use = ratedLines < RATED_ENOUGH ? "in-place" : "beside";
  return { columns: [...scores.columns], from: scores.from, use };
}

function chooseActivityLines(
  timed: TimedDeals,
  { asOf }: MomentChoice,
  { outcomes }: ClosedDeals,
  ready: Scorecard,
): StarterActivities {
  const wait = asOf.moment === "days-after-creation" ? asOf.days * DAY_MS : 0;
  const startAt = asOf.moment === "handed-over" ? timed.handedOverAt : timed.createdAt;
  const kept = timed.activities.flatMap((activities, i): [ActiveDeal, number][] => {
    const start = startAt[i] ?? null;
    const deal = { asOf: (start ?? 0) + wait, closedAt: timed.closedAt[i] ?? null, activities };
    return start === null ? [] : [[deal, outcomes[i]!]];
  });
  return buildActivityLines(
    kept.map(([deal]) => deal),
    Uint8Array.from(kept, ([, outcome]) => outcome),
    ready,
  );
}

/** Checked against its schema once more, so that no proposal can be refused later. */
function makeScorecard(
  choice: AttributeChoice,
  activities: StarterActivities,
  { readyScorecard, name }: ProposalOptions,
): { readonly scorecard: Scorecard; readonly ratedLines: number } {
  const placed = [...choice.characteristics, ...activities.characteristics];
  if (placed.length === 0) return { scorecard: readyScorecard, ratedLines: 0 };
  const scorecard = scorecardSchema.parse(
    assembleScorecard(placed, readyScorecard, name ?? "Starter"),
  );
  return { scorecard, ratedLines: countRated(scorecard.buckets) };
}
