import type { WatchFindings } from "../../report/ab/findings.ts";
import { type Estimable, notEstimable } from "../../statistics/estimate.ts";
import type { Database, Session } from "../../store/database.ts";
import { fingerprintHistory, freezeReading, readDealsClosedBefore } from "../../store/history.ts";
import type { LiveVersions } from "../../store/live.ts";
import { readModelVersion } from "../../store/model-versions.ts";
import {
  countErasedHandovers,
  fingerprintComparison,
  readServedLeads,
  readTriagedLeads,
  type ServedLead,
} from "../../store/served-leads.ts";
import { findLatestDecision, readScorecardVersion } from "../../store/versions.ts";
import { readExperimentFindings } from "../experimenting/experiment-findings.ts";
import { readCapacity } from "../feedback/listening-settings.ts";
import { readFrozenHistory } from "../training/stored-history.ts";
import { readStored } from "../versions/make-live.ts";
import { readLatestWatch } from "../watching/latest-watch.ts";
import { type ComparisonSubject, hashComparison } from "./comparison-basis.ts";
import type { ComparisonMaterial } from "./comparison-material.ts";
import { listSegmentAttributes } from "./segments.ts";
import { isEnough, type Served } from "./served-leads.ts";

/** Experiments that a report shows. */
const MOST_EXPERIMENTS = 10;
/** Deals that points are calibrated on: more say no more. */
const MOST_EARLIER = 20_000;

interface ReadComparison {
  /** Of what was read. */
  readonly basis: string;
  readonly material: ComparisonMaterial;
}

/** Reads all that the report rests on, as it is at one moment. @param now epoch milliseconds */
export async function readComparison(
  database: Database,
  subject: ComparisonSubject,
  now: number,
): Promise<ReadComparison> {
  return database.transact(async (session) => {
    await freezeReading(session);
    const { scorecardVersionId, modelVersionId, seed, basis: wished, clustering } = subject;
    const { slug, version, document } = await readScorecardVersion(session, scorecardVersionId);
    const set = readStored(document);
    const fingerprint = await fingerprintHistory(session);
    const comparison = await fingerprintComparison(session);
    const capacity = await readCapacity(session);
    const served = await readServed(session, listSegmentAttributes(set));
    const isServed = wished === "served" || (wished === null && isEnough(served.leads));
    const material: ComparisonMaterial = {
      asOf: now,
      seed,
      basis: wished,
      clustering,
      scorecard: { name: slug, version },
      model: await nameModel(session, modelVersionId),
      set,
      taughtUntil: await findLatestDecision(session, scorecardVersionId),
      capacity,
      served,
      stored: isServed ? null : await readFrozenHistory(session),
      live: await readExperimentFindings(session, { latest: MOST_EXPERIMENTS, asOf: now }),
      watch: await readWatch(session),
    };
    const basis = hashComparison(subject, { fingerprint, comparison, capacity, now });
    return { basis, material };
  });
}

async function readServed(session: Session, attributes: readonly string[]): Promise<Served> {
  const leads = await readServedLeads(session, attributes);
  const common = findCommonVersion(leads);
  const first = leads[0]?.at ?? null;
  return {
    leads,
    attributes,
    triaged: await readTriagedLeads(session),
    erased: await countErasedHandovers(session),
    scoredBy:
      common === null ? null : readStored((await readScorecardVersion(session, common)).document),
    earlier: first === null ? [] : await readDealsClosedBefore(session, first, MOST_EARLIER),
  };
}

/** The version that scored most of the leads. */
function findCommonVersion(leads: readonly ServedLead[]): number | null {
  const counts = new Map<number, number>();
  for (const { scorecardVersionId: id } of leads) counts.set(id, (counts.get(id) ?? 0) + 1);
  const [most] = [...counts].toSorted(([a, one], [b, other]) => other - one || b - a);
  return most?.[0] ?? null;
}

async function nameModel(session: Session, id: LiveVersions["modelVersionId"]) {
  if (id === null) return null;
  const { slug, version } = await readModelVersion(session, id);
  return { name: slug, version };
}

async function readWatch(session: Session): Promise<Estimable<WatchFindings>> {
  return (
    (await readLatestWatch(session)) ??
    notEstimable("Nothing was watched yet: the live versions are watched once a day.")
  );
}
