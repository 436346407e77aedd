import type { Session } from "./database.ts";
import { attributesThen } from "./history.ts";
import type { TriageRecord } from "./triage.ts";

/** What is known of a lead whose scores were kept at the moment that counts. */
interface KeptScores {
  /** The sender's own id. */
  readonly lead: string;
  readonly account: string | null;
  /** Who got it, else who owns it now. */
  readonly owner: string | null;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly points: number;
  /** Null where no model was live then. */
  readonly probability: number | null;
  readonly scorecardVersionId: number;
  /** Of the deals that closed later: won if any was; null while none did. */
  readonly outcome: "won" | "lost" | null;
}

/** A lead that was handed over, with the scores that stood at its first hand-over. */
export interface ServedLead extends KeptScores {
  /** Null where nobody kept it. */
  readonly modelVersionId: number | null;
  /** Of the set, the id of the scorecard that applied; null where nobody kept it. */
  readonly scorecard: string | null;
  /** Texts, and yes and no, of the attributes asked for, as they were known then. */
  readonly attributes: readonly (string | boolean | null)[];
}

/** A lead on which it was decided once whether it is handed over, with its scores as they stood. */
export interface TriagedLead extends KeptScores {
  readonly because: TriageRecord["because"];
  /** Chance that a lead like it was handed over. */
  readonly propensity: number;
}

const BATCH = 2000;

/**
 * Leads that were handed over and are not erased, by their hand-over: the first at which both arms had
 * a score, where there is one. A deal that closed before it, or at it, is no outcome of it.
 *
 * @param attributes names of those to read
 */
export async function readServedLeads(
  { sql }: Session,
  attributes: readonly string[],
): Promise<readonly ServedLead[]> {
  const leads: ServedLead[] = [];
  const rows = sql<ServedLead[]>`
    WITH ${served(sql)}, ${ended(sql)}
    SELECT ${keptScores(sql)}, coalesce(deal.owner, lead.owner) AS owner,
      deal.model_version_id::float8 AS "modelVersionId",
      (SELECT scorecard FROM score_snapshot s WHERE s.lead_id = deal.lead_id AND s.as_of <= deal.as_of
        ORDER BY s.as_of DESC, s.id DESC LIMIT 1) AS scorecard,
      ${wordsOf(sql, attributes)} AS attributes
    ${fromKept(sql)}
    CROSS JOIN LATERAL (SELECT ${attributesThen(sql)} AS attributes) known
    ORDER BY deal.as_of, lead.external_id COLLATE "C"`;
  for await (const batch of rows.cursor(BATCH)) leads.push(...batch);
  return leads;
}

/** Leads that were triaged, first to last. */
export async function readTriagedLeads({ sql }: Session): Promise<readonly TriagedLead[]> {
  const leads: TriagedLead[] = [];
  const rows = sql<TriagedLead[]>`
    WITH kept AS (SELECT *, at AS as_of, total AS points FROM triage), ${ended(sql)}
    SELECT ${keptScores(sql)}, lead.owner, deal.because, deal.propensity ${fromKept(sql)}
    ORDER BY deal.as_of, lead.external_id COLLATE "C"`;
  for await (const batch of rows.cursor(BATCH)) leads.push(...batch);
  return leads;
}

/** How many leads were handed over and erased since. */
export async function countErasedHandovers({ sql }: Session): Promise<number> {
  const [row] = await sql<{ erased: number }[]>`
    SELECT count(*)::int AS erased FROM handover WHERE lead_id IS NULL`;
  return row!.erased;
}

/**
 * SHA-256 over what hand-overs, triage, experiments and outcomes say: another one stands for another
 * comparison. It is computed where the rows are.
 */
export async function fingerprintComparison({ sql }: Session): Promise<string> {
  const [row] = await sql<{ fingerprint: string }[]>`
    WITH handed AS (
      SELECT deal.id, md5(ROW(deal.*, event.score, event.probability, event.scorecard_version_id,
        lead.external_id, lead.account, lead.owner, ${attributesThen(sql)})::text) AS hash
      FROM (SELECT *, at AS as_of FROM handover) deal JOIN event ON event.id = deal.event_id
      LEFT JOIN lead ON lead.id = deal.lead_id)
    SELECT encode(sha256(convert_to(ROW(
      (SELECT string_agg(hash, '' ORDER BY id) FROM handed),
      (SELECT string_agg(md5(ROW(triage.*, external_id, account, owner)::text), '' ORDER BY lead_id)
        FROM triage JOIN lead ON lead.id = lead_id),
      (SELECT string_agg(md5(experiment::text), '' ORDER BY id) FROM experiment),
      (SELECT string_agg(md5(experiment_assignment::text), '' ORDER BY experiment_id, lead_id)
        FROM experiment_assignment),
      (SELECT string_agg(md5(ROW(id, lead_id, outcome, opened_at, handed_over_at, closed_at)::text), ''
        ORDER BY id) FROM opportunity),
      (SELECT max(id) FROM publication),
      (SELECT max(id) FROM watch))::text, 'UTF8')), 'hex') AS fingerprint`;
  return row!.fingerprint;
}

function served(sql: Session["sql"]) {
  return sql`
    kept AS (
      SELECT DISTINCT ON (handover.lead_id) handover.lead_id, handover.at AS as_of, handover.owner,
        event.score AS points, event.probability, event.scorecard_version_id,
        handover.model_version_id
      FROM handover JOIN event ON event.id = handover.event_id
      WHERE handover.lead_id IS NOT NULL AND event.score IS NOT NULL
      ORDER BY handover.lead_id, event.probability IS NULL, handover.at, handover.id)`;
}

/** When a deal was opened, it was not closed before. */
function ended(sql: Session["sql"]) {
  return sql`
    ended AS (
      SELECT kept.lead_id, bool_or(opportunity.outcome = 'won') AS won
      FROM kept JOIN opportunity ON opportunity.lead_id = kept.lead_id
      WHERE opportunity.outcome <> 'open'
        AND coalesce(opportunity.closed_at, opportunity.opened_at) > kept.as_of
      GROUP BY kept.lead_id)`;
}

function keptScores(sql: Session["sql"]) {
  return sql`
    lead.external_id AS lead, lead.account,
    (extract(epoch FROM deal.as_of) * 1000)::float8 AS at, deal.points, deal.probability,
    deal.scorecard_version_id::float8 AS "scorecardVersionId",
    CASE WHEN ended.won THEN 'won' WHEN NOT ended.won THEN 'lost' END AS outcome`;
}

/** As `deal`, so that what was known at its moment can be asked for. */
function fromKept(sql: Session["sql"]) {
  return sql`
    FROM kept AS deal JOIN lead ON lead.id = deal.lead_id
    LEFT JOIN ended ON ended.lead_id = deal.lead_id`;
}

/** Of attributes, in the order asked for, those that are text or yes and no. */
function wordsOf(sql: Session["sql"], names: readonly string[]) {
  return sql`(
    SELECT coalesce(jsonb_agg(CASE WHEN jsonb_typeof(known.attributes -> name)
      IN ('string', 'boolean') THEN known.attributes -> name END ORDER BY place), '[]')
    FROM unnest(${names as string[]}::text[]) WITH ORDINALITY AS asked(name, place))`;
}
