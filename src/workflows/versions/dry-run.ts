import type { Refusal } from "../../refusal.ts";
import { compileScorecards, doseLead } from "../../scorecard/compiled.ts";
import { placeScore } from "../../scorecard/placed-score.ts";
import { settle, type Transition } from "../../scorecard/transitions.ts";
import type { Session } from "../../store/database.ts";
import { type NamedExperiment, nameRunning } from "../../store/experiments.ts";
import { freezeReading } from "../../store/history.ts";
import { listNextLeads } from "../../store/lead-walk.ts";
import { readLive } from "../../store/live.ts";
import { readScoringInputs, type ScoringInput } from "../../store/scoring-inputs.ts";
import { readHysteresis } from "../../store/settings.ts";
import { findScorecardVersion, type ScorecardVersion } from "../../store/versions.ts";
import { countSubscribers } from "../../store/webhooks.ts";
import type { Actor, Context } from "../context.ts";
import { keepPace } from "../pace.ts";
import { readStored } from "./make-live.ts";
import type { Publishing } from "./publish-scorecard.ts";
import { refusePublishing } from "./publishing-guard.ts";
import { refuseUnknownVersion } from "./unknown-version.ts";

/** What publishing a version now would do. */
export interface DryRun {
  readonly version: ScorecardVersion;
  readonly leads: number;
  /** Leads that would change the cell that events have told of. */
  readonly changingCell: number;
  readonly events: number;
  /** Deliveries to webhooks, were the events sent or held. */
  readonly deliveries: number;
  /** Each kind of event that would fire, in each direction; most first. */
  readonly kinds: readonly CountedEvent[];
  /** Experiments in the middle of which it would change what they compare. */
  readonly experimentsRunning: readonly NamedExperiment[];
  /** Why it may not be published; null where it may. */
  readonly refusal: Refusal | null;
}

export interface CountedEvent extends Pick<Transition, "kind" | "subject" | "direction" | "name"> {
  readonly events: number;
}

/** Counts what publishing a version would cause, by scoring all stored leads; nothing is written. */
export async function dryRunPublishing(
  { database, now }: Context,
  actor: Actor,
  { slug, version, force }: Publishing,
): Promise<DryRun | Refusal> {
  return database.transact(async (session) => {
    await freezeReading(session);
    const found = await findScorecardVersion(session, slug, version);
    if (found === null) return refuseUnknownVersion("scorecard");
    const at = now();
    const isLive = (await readLive(session))?.scorecardVersionId === found.id;
    const counts = await countEvents(session, found, { isLive, asOf: at });
    const experimentsRunning = isLive ? [] : await nameRunning(session, at);
    const refusal = await refusePublishing(session, found, { actor, force });
    const subscribers = await countSubscribers(session);
    const deliveries = counts.kinds.reduce(
      (sum, { kind, events }) => sum + events * (subscribers.get(kind) ?? 0),
      0,
    );
    return { version: found, ...counts, deliveries, experimentsRunning, refusal };
  });
}

const CHUNK = 1000;

/** The walk after publishing scores the same leads in the same way, at its own moment. */
async function countEvents(
  session: Session,
  found: ScorecardVersion,
  { isLive, asOf }: { readonly isLive: boolean; readonly asOf: number },
) {
  const counts = new Map<string, { transition: Transition; events: number }>();
  let leads = 0;
  let changingCell = 0;
  const count = await createCounter(session, found, asOf);
  const pace = keepPace();
  for await (const inputs of isLive ? [] : readInParts(session)) {
    for (const input of inputs) {
      leads++;
      for (const transition of count(input)) {
        const { kind, subject, direction } = transition;
        if (kind === "cell") changingCell++;
        const key = `${kind}\n${subject}\n${direction}`;
        const known = counts.get(key) ?? { transition, events: 0 };
        counts.set(key, { transition, events: known.events + 1 });
      }
      await pace();
    }
  }
  const kinds = [...counts.values()].map(({ transition, events }): CountedEvent => {
    const { kind, subject, direction, name } = transition;
    return { kind, subject, direction, name, events };
  });
  return {
    leads,
    changingCell,
    events: kinds.reduce((sum, { events }) => sum + events, 0),
    kinds: kinds.toSorted((a, b) => b.events - a.events),
  };
}

/** What a version would change in what a lead has reached. */
async function createCounter(session: Session, { document }: ScorecardVersion, asOf: number) {
  const compiled = compileScorecards(readStored(document));
  const margin = await readHysteresis(session);
  return ({ externalId: id, attributes, activities, before }: ScoringInput) => {
    if (before === null) return [];
    const { doses, scorecard } = doseLead(compiled, { id, attributes, activities }, asOf);
    const card = compiled.scorecards[scorecard]!.scorecard;
    const placed = placeScore(compiled, doses, scorecard);
    return settle(before.settled, placed, card, margin).transitions;
  };
}

/** All leads, part by part; the database reads the next part while one is scored. */
async function* readInParts(session: Session): AsyncGenerator<readonly ScoringInput[]> {
  const read = async (after: number) => {
    const ids = await listNextLeads(session, { after, most: CHUNK });
    return { inputs: await readScoringInputs(session, ids), last: ids.at(-1) };
  };
  let next = read(0);
  for (;;) {
    const { inputs, last } = await next;
    if (last === undefined) return;
    next = read(last);
    next.catch(() => {});
    yield inputs;
  }
}
