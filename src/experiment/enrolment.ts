import { type JointMoments, jointMomentsOf } from "../statistics/moments.ts";
import { ARMS, type ArmName } from "./assignment.ts";

/** A lead that takes part. Times are epoch milliseconds. */
export interface EnrolledLead {
  /** What was assigned: the lead's id, or its account's. */
  readonly unit: string;
  readonly arm: ArmName;
  readonly enrolledAt: number;
  /** When the primary metric was reached; null where it was not, so far. */
  readonly succeededAt: number | null;
  /** A score from before the assignment; null where there was none. */
  readonly scoreBefore: number | null;
}

/** The outcome window of the primary metric, and the moment at which it is looked at. */
export interface Window {
  readonly withinDays: number;
  /** Epoch milliseconds. */
  readonly asOf: number;
}

/** What one arm has brought so far. */
export interface ArmTally {
  /** Units assigned, whether or not their window is over. */
  readonly enrolled: number;
  /** Units with a lead whose window is over, and those leads. */
  readonly units: number;
  readonly leads: number;
  readonly successes: number;
  /** Of success a lead, over units; undefined with fewer than two units. */
  readonly moments: JointMoments | undefined;
}

export interface Tally {
  readonly arms: Readonly<Record<ArmName, ArmTally>>;
  /** Leads whose window is not over: none of them counts, not even one that succeeded already. */
  readonly waiting: number;
  /** Units that were found in both arms; they are left out. */
  readonly inBothArms: number;
}

const DAY = 86_400_000;

/**
 * Counts what an experiment has brought, by the leads whose outcome window is over.
 *
 * Successes within a window that is still open are not counted: they come early, failures late, and
 * counting them would make every arm look good at first.
 *
 * @param leads  of all arms, in any order
 * @param window over from `withinDays` after enrolment on
 * @returns moments of units: where a unit has several leads, of its successes per lead by
 *          linearisation, so that their spread is that of a ratio. A missing score counts as the mean
 *          of the others
 * Cost O(leads).
 */
export function tallyLeads(leads: readonly EnrolledLead[], window: Window): Tally {
  const crossed = findCrossed(leads);
  const kept = crossed.size === 0 ? leads : leads.filter(({ unit }) => !crossed.has(unit));
  const over = kept.filter((lead) => isWindowOver(lead, window));
  const meanScore = averageScore(over);
  const tallyArm = (arm: ArmName): ArmTally => {
    const enrolled = new Set<string>();
    for (const lead of kept) if (lead.arm === arm) enrolled.add(lead.unit);
    const own = over.filter((lead) => lead.arm === arm);
    return { enrolled: enrolled.size, ...sumUnits(own, window, meanScore) };
  };
  return {
    arms: { rules: tallyArm("rules"), model: tallyArm("model") },
    waiting: kept.length - over.length,
    inBothArms: crossed.size,
  };
}

export function isWindowOver({ enrolledAt }: EnrolledLead, { withinDays, asOf }: Window): boolean {
  return enrolledAt + withinDays * DAY <= asOf;
}

/** Successes within the window; one that came before enrolment is none of the arm's doing. */
export function hasSucceeded(
  { enrolledAt, succeededAt }: EnrolledLead,
  { withinDays }: Window,
): boolean {
  if (succeededAt === null) return false;
  return succeededAt >= enrolledAt && succeededAt <= enrolledAt + withinDays * DAY;
}

/** Units that were found in both arms. */
export function findCrossed(leads: readonly EnrolledLead[]): ReadonlySet<string> {
  const armOf = new Map<string, ArmName>();
  const crossed = new Set<string>();
  for (const { unit, arm } of leads) {
    if ((armOf.get(unit) ?? arm) !== arm) crossed.add(unit);
    armOf.set(unit, arm);
  }
  return crossed;
}

function averageScore(leads: readonly EnrolledLead[]): number {
  let [sum, n] = [0, 0];
  for (const { scoreBefore } of leads) {
    if (scoreBefore === null) continue;
    sum += scoreBefore;
    n++;
  }
  return n === 0 ? 0 : sum / n;
}

function sumUnits(leads: readonly EnrolledLead[], window: Window, meanScore: number) {
  const units = new Map<string, { leads: number; successes: number; score: number }>();
  for (const lead of leads) {
    const unit = units.get(lead.unit) ?? { leads: 0, successes: 0, score: 0 };
    unit.leads++;
    unit.successes += hasSucceeded(lead, window) ? 1 : 0;
    unit.score += lead.scoreBefore ?? meanScore;
    units.set(lead.unit, unit);
  }
  const all = [...units.values()];
  const successes = all.reduce((sum, unit) => sum + unit.successes, 0);
  const rate = successes / leads.length;
  const perUnit = leads.length / all.length;
  // r + (y − r d)/d̄ has the mean r = Σy/Σd and, to first order, the spread of that ratio.
  const y = Float64Array.from(all, (u) => rate + (u.successes - rate * u.leads) / perUnit);
  const x = Float64Array.from(all, (u) => u.score / u.leads);
  return {
    units: all.length,
    leads: leads.length,
    successes,
    moments: all.length < 2 ? undefined : jointMomentsOf(y, x),
  };
}

/** Units enrolled in each arm, in the order of `ARMS`. */
export function countEnrolled({ arms }: Tally): number[] {
  return ARMS.map((arm) => arms[arm].enrolled);
}
