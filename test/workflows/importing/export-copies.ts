import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Session } from "../../../src/store/database.ts";
import type { ImportInput } from "../../../src/workflows/importing/import-export.ts";
import { SAMPLE, sample } from "../../sample.ts";

/** What lines of a file of the sample become, by the id of their lead. */
export type Rewrite = (line: string, lead: string) => readonly string[];

const LEAD_FIELD = { "deals.csv": 1, "leads.csv": 0, "activities.csv": 0, "feedback.csv": 0 };

type Name = keyof typeof LEAD_FIELD;
const NAMES = Object.keys(LEAD_FIELD) as readonly Name[];

/** Writes the sample, or what it becomes, into a folder; returns what imports it. */
export function writeExport(
  folder: string,
  rewrites: Partial<Record<Name | "all", Rewrite>> = {},
): ImportInput {
  const keep: Rewrite = (line) => [line];
  for (const name of NAMES) {
    const [header, ...lines] = readFileSync(sample(name), "utf8").trimEnd().split("\n");
    const rewrite = rewrites[name] ?? rewrites.all ?? keep;
    const kept = lines.flatMap((line) => rewrite(line, line.split(",")[LEAD_FIELD[name]]!));
    writeFileSync(join(folder, name), `${[header, ...kept].join("\n")}\n`);
  }
  return {
    exports: [join(folder, "deals.csv"), join(folder, "leads.csv")],
    activities: join(folder, "activities.csv"),
    feedback: join(folder, "feedback.csv"),
    mapping: SAMPLE.mapping,
    actor: { name: "command-line" },
  };
}

/** Leads of the sample up to a number, such as L-0042. */
export function firstLeads(count: number): Rewrite {
  const last = `L-${String(count).padStart(4, "0")}`;
  return (line, lead) => (lead <= last ? [line] : []);
}

/** Every row that an import writes, without internal ids and times of the clock, in a fixed order. */
export async function dumpRows({ sql }: Session): Promise<Readonly<Record<string, unknown>>> {
  return {
    leads: await sql`
      SELECT external_id, attributes, created_at, updated_at FROM lead ORDER BY external_id`,
    revisions: await sql`
      SELECT external_id, known_from, lead_revision.attributes
      FROM lead_revision JOIN lead ON lead.id = lead_id ORDER BY external_id, known_from`,
    activities: await sql`
      SELECT external_id, type, asset, category, minutes, at
      FROM activity JOIN lead ON lead.id = lead_id
      ORDER BY external_id, at, type, asset, category, minutes`,
    deals: await sql`
      SELECT opportunity.external_id, lead.external_id AS lead, outcome, opened_at, handed_over_at,
        closed_at
      FROM opportunity JOIN lead ON lead.id = lead_id ORDER BY opportunity.external_id`,
    feedback: await sql`
      SELECT external_id, accepted, rating, reason, rep, at
      FROM feedback JOIN lead ON lead.id = lead_id
      ORDER BY external_id, at, accepted, rating, reason, rep`,
    scores: await sql`
      SELECT external_id, scorecard_version_id FROM lead_score JOIN lead ON lead.id = lead_id
      ORDER BY external_id`,
    snapshots: await sql`
      SELECT external_id, cause FROM score_snapshot JOIN lead ON lead.id = lead_id
      ORDER BY external_id`,
    events: await sql`SELECT * FROM event`,
    jobs: await sql`SELECT kind, state, result FROM job`,
    audit: await sql`SELECT actor, action, detail FROM audit_log ORDER BY id`,
  };
}

/** How many rows each table of an import has. */
export async function countRows({ sql }: Session): Promise<Readonly<Record<string, number>>> {
  const [row] = await sql<Record<string, number>[]>`
    SELECT (SELECT count(*)::int FROM lead) AS leads,
      (SELECT count(*)::int FROM lead_revision) AS revisions,
      (SELECT count(*)::int FROM activity) AS activities,
      (SELECT count(*)::int FROM opportunity) AS deals,
      (SELECT count(*)::int FROM feedback) AS feedback,
      (SELECT count(*)::int FROM lead_score) AS scores,
      (SELECT count(*)::int FROM score_snapshot) AS snapshots,
      (SELECT count(*)::int FROM event) AS events,
      (SELECT count(*)::int FROM job) AS jobs,
      (SELECT count(*)::int FROM audit_log) AS audit`;
  return row!;
}
