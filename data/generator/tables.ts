import type { Case } from "./case.ts";
import { type Row, writeMoment } from "./csv.ts";
import { isDrawn, pick, pickEvenly, type Random } from "./draw.ts";
import type { Rep } from "./feedback.ts";
import { DAY_MS, EXPORTED_AT } from "./timeline.ts";

/** The word that a drop-down leaves where nobody chose. */
export const BLANK_WORD = "Select";
const UNEVEN_CASE = 0.03;
const NEXT_STEPS = ["Contract sent", "Legal review", "Start date agreed", "Kick-off booked"];
/** How often reps have filled in the next step by the end of a deal. */
const NEXT_STEP_FILLED = { won: 0.76, lost: 0.03, open: 0.1 };
const OPEN_STAGES = ["Qualification", "Proposal", "Negotiation"];

/** Rows of leads.csv, with some text in uneven case and `Select` where a drop-down was left. */
export function tabulateLeads(random: Random, cases: readonly Case[]): readonly Row[] {
  return cases.map(({ leadId, profile }) => ({
    "Lead ID": leadId,
    "Job title": writeUnevenly(random, profile.jobTitle),
    Department: profile.department ?? BLANK_WORD,
    Employees: profile.employees,
    "Annual revenue": profile.annualRevenue,
    Industry: writeUnevenly(random, profile.industry ?? BLANK_WORD),
    Country: writeUnevenly(random, profile.country),
    "Lead source": profile.leadSource ?? BLANK_WORD,
    "Free e-mail": writeYesNo(profile.freeEmail),
    "Email opt-out": writeYesNo(profile.emailOptOut),
    Technologies: profile.technologies.join(";"),
  }));
}

/** Rows of deals.csv in the order of hand-over, one a lead. */
export function tabulateDeals(
  random: Random,
  cases: readonly Case[],
  repOf: ReadonlyMap<string, Rep>,
): readonly Row[] {
  return cases
    .toSorted((a, b) => a.timeline.handedOverAt - b.timeline.handedOverAt)
    .map(({ leadId, profile, timeline, outcome }, i) => ({
      "Deal ID": `D-${String(i + 1).padStart(4, "0")}`,
      "Lead ID": leadId,
      Stage: writeStage(random, outcome),
      Created: writeMoment(timeline.createdAt),
      "Handed over": writeMoment(timeline.handedOverAt),
      Closed: outcome === "open" ? null : writeMoment(timeline.endsAt).slice(0, 10),
      Rep: repOf.get(leadId)!.id,
      "Budget confirmed": writeYesNo(profile.budgetConfirmed),
      "Next step agreed": isDrawn(random, NEXT_STEP_FILLED[outcome])
        ? pickEvenly(random, NEXT_STEPS)
        : null,
      "Last modified": writeMoment(drawLastModified(random, { outcome, timeline })),
    }));
}

/** Rows of activities.csv by lead and time. */
export function tabulateActivities(cases: readonly Case[]): readonly Row[] {
  return cases.flatMap(({ leadId, activities }) =>
    activities.map(({ at, type, asset, category, minutes }) => ({
      "Lead ID": leadId,
      At: writeMoment(at),
      Type: type,
      Asset: asset ?? null,
      Category: category ?? null,
      Minutes: minutes ?? null,
    })),
  );
}

function writeYesNo(value: boolean | null): string | null {
  if (value === null) return null;
  return value ? "Yes" : "No";
}

function writeStage(random: Random, outcome: Case["outcome"]): string {
  const stage = { won: "Closed Won", lost: "Closed Lost", open: pickEvenly(random, OPEN_STAGES) };
  return writeUnevenly(random, stage[outcome])!;
}

function writeUnevenly(random: Random, text: string | null): string | null {
  if (text === null || !isDrawn(random, UNEVEN_CASE)) return text;
  return pick(random, [
    [text.toLowerCase(), 2],
    [text.toUpperCase(), 1],
    [`${text} `, 1],
  ]);
}

function drawLastModified(
  random: Random,
  { outcome, timeline }: Pick<Case, "outcome" | "timeline">,
): number {
  const { handedOverAt, endsAt } = timeline;
  const from = outcome === "open" ? handedOverAt : endsAt;
  return Math.min(EXPORTED_AT, from + random() * (outcome === "open" ? endsAt - from : 3 * DAY_MS));
}
