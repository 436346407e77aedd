import { Refusal } from "../../refusal.ts";
import { parseScorecards } from "../../scorecard/parse.ts";
import type { ScorecardSet } from "../../scorecard/schema.ts";
import { writeAudit } from "../../store/audit.ts";
import type { Session } from "../../store/database.ts";
import { readLive } from "../../store/live.ts";
import {
  findScorecardVersion,
  insertScorecardVersion,
  lockScorecard,
  readScorecardVersion,
  type ScorecardVersion,
} from "../../store/versions.ts";
import { mapScorecards } from "../calibration/recommended-scorecards.ts";
import type { Actor, Context } from "../context.ts";
import type { Reason } from "./reasons.ts";
import { refuseUnknownVersion } from "./unknown-version.ts";

export interface ScorecardDraft {
  /** The lineage; that of the fallback's id when left out. */
  readonly slug?: string | undefined;
  /** A scorecard, or a set of them. */
  readonly document: unknown;
  readonly note?: string | undefined;
  /** Number of the version of the lineage that it was made from; the live one when left out. */
  readonly basedOn?: number | undefined;
}

const SLUG = /^[a-z0-9][a-z0-9-]{0,62}$/;

/** Keeps a scorecard as the next version of its lineage: a draft, which scores nothing yet. */
export async function draftScorecard(
  { database }: Context,
  actor: Actor,
  { slug, document, note, basedOn }: ScorecardDraft,
): Promise<ScorecardVersion | Refusal> {
  const set = checkScorecards(document);
  if (set instanceof Refusal) return set;
  const lineage = slug ?? nameLineage(set);
  if (!SLUG.test(lineage)) return refuseSlug();
  return database.transact(async (session) => {
    const base = await findBase(session, lineage, basedOn);
    if (base instanceof Refusal) return base;
    const version = await insertDraft(session, actor, {
      slug: lineage,
      set,
      note: note ?? null,
      basedOnId: base,
    });
    return (await findScorecardVersion(session, lineage, version))!;
  });
}

async function findBase(
  session: Session,
  slug: string,
  version: number | undefined,
): Promise<number | null | Refusal> {
  if (version !== undefined) {
    const found = await findScorecardVersion(session, slug, version);
    return found?.id ?? refuseUnknownVersion("scorecard");
  }
  const live = await readLive(session);
  if (live === null) return null;
  const now = await readScorecardVersion(session, live.scorecardVersionId);
  return now.slug === slug ? now.id : null;
}

export interface NewDraft {
  readonly slug: string;
  readonly set: ScorecardSet;
  readonly note: string | null;
  /** The version that it was made from; null where nobody knows. */
  readonly basedOnId?: number | null;
  /** Why lines and cuts are as they are, by subject. */
  readonly reasons?: Readonly<Record<string, Reason>>;
  /** The recommendation whose decisions it holds. */
  readonly recommendation?: number;
}

/** Writes a draft in the caller's transaction; returns its number. */
export async function insertDraft(
  session: Session,
  actor: Actor,
  { slug, set, note, basedOnId = null, reasons = {}, recommendation }: NewDraft,
): Promise<number> {
  const lineage = await lockScorecard(session, { slug, name: set.fallback.name });
  const version = lineage.latest + 1;
  await insertScorecardVersion(session, {
    scorecardId: lineage.id,
    version,
    document: mapScorecards(set, (card) => ({ ...card, version })),
    note,
    basedOnId,
    reasons,
    createdBy: actor.name,
  });
  const detail = recommendation === undefined ? {} : { recommendation };
  await writeAudit(session, actor, "scorecard.draft", `scorecard:${slug}/${version}`, detail);
  return version;
}

/** A document as scorecards that the database can hold. */
export function checkScorecards(document: unknown): ScorecardSet | Refusal {
  return isStorable(document) ? parseScorecards(document, "document") : UNSTORABLE;
}

/** The slug that the id of a set's fallback makes. */
export function nameLineage({ fallback }: ScorecardSet): string {
  const plain = fallback.id.normalize("NFKD").toLowerCase();
  return plain
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 63);
}

const DEEPEST = 60;

const UNSTORABLE = new Refusal(
  "scorecard-invalid",
  "The document holds text with a NUL character or a broken surrogate pair, or is nested too deeply.",
  `Take such characters out of its names, labels and values, and nest it at most ${DEEPEST} deep.`,
);

function refuseSlug(): Refusal {
  return new Refusal(
    "option-invalid",
    "The scorecard has no slug: its id holds no letter from a to z and no digit.",
    "Send a slug of small letters, digits and hyphens, such as b2b-software.",
    [{ where: "/slug", reason: "expected small letters, digits and hyphens" }],
  );
}

function isStorable(value: unknown, depth = 0): boolean {
  if (typeof value === "string") return value.isWellFormed() && !value.includes("\0");
  if (typeof value !== "object" || value === null) return true;
  if (depth === DEEPEST) return false;
  return Object.entries(value).every(
    ([key, part]) => isStorable(key) && isStorable(part, depth + 1),
  );
}
