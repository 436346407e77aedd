import { randomBytes } from "node:crypto";
import type { Experiment, ExperimentRequest } from "../../experiment/definition.ts";
import { Refusal } from "../../refusal.ts";
import { writeAudit } from "../../store/audit.ts";
import type { Session } from "../../store/database.ts";
import { insertExperiment, listOpenExperiments } from "../../store/experiments.ts";
import { readLive } from "../../store/live.ts";
import { takeLock } from "../../store/locks.ts";
import type { Actor, Context } from "../context.ts";
import { planExperiment } from "./plan-experiment.ts";
import { type CountedExperiment, readExperiment } from "./read-experiments.ts";
import { tellExperiment } from "./told-experiment.ts";

/**
 * Agrees an experiment, which runs from its start on. Nothing of it can be changed afterwards but its
 * stop, so that nobody can fit the question to the answer.
 */
export async function createExperiment(
  context: Context,
  actor: Actor,
  request: ExperimentRequest,
): Promise<CountedExperiment | Refusal> {
  const id = await context.database.transact(async (session) => {
    // One after another, so that no two that overlap are both found alone.
    await takeLock(session, "experiments");
    const now = context.now();
    const refusal =
      checkTimes(request, now) ??
      (await checkModel(session)) ??
      (await checkOthers(session, request, now));
    if (refusal !== null) return refusal;
    const plannedUnits = request.plannedUnits ?? (await planUnits(session, request, now));
    if (plannedUnits instanceof Refusal) return plannedUnits;
    const salt = request.salt ?? randomBytes(SALT_BYTES).toString("hex");
    return keep(session, actor, { ...request, salt, plannedUnits });
  });
  return id instanceof Refusal ? id : readExperiment(context, id);
}

const SALT_BYTES = 16;
/** Clocks of two machines differ. */
const SLACK_MS = 60_000;

async function keep(
  session: Session,
  actor: Actor,
  definition: Experiment,
): Promise<number | Refusal> {
  const { name, salt, start, stop, plannedUnits } = definition;
  const id = await insertExperiment(session, {
    name,
    salt,
    definition,
    createdBy: actor.name,
    startsAt: Date.parse(start),
    stopsAt: stop === null ? null : Date.parse(stop),
  });
  if (id === null) return SALT_TAKEN;
  const detail = { start, stop, plannedUnits };
  await writeAudit(session, actor, "experiment.create", `experiment:${id}`, detail);
  return id;
}

function checkTimes({ start, stop }: ExperimentRequest, now: number): Refusal | null {
  if (Date.parse(start) < now - SLACK_MS)
    return refuseTime("start", "An experiment cannot start in the past.");
  if (stop !== null && Date.parse(stop) <= now)
    return refuseTime("stop", "An experiment cannot stop in the past.");
  return null;
}

function refuseTime(field: "start" | "stop", message: string): Refusal {
  return new Refusal("experiment-invalid", message, "Give a moment that is yet to come.", [
    { where: `/${field}`, reason: "expected a moment that is yet to come" },
  ]);
}

async function checkModel(session: Session): Promise<Refusal | null> {
  const live = await readLive(session);
  return live === null || live.modelVersionId === null ? NO_MODEL : null;
}

async function checkOthers(
  session: Session,
  request: ExperimentRequest,
  now: number,
): Promise<Refusal | null> {
  const open = await listOpenExperiments(session, now);
  const other = open
    .map((stored) => tellExperiment(stored, now))
    .find(({ definition, startsAt, stopsAt }) => {
      const asks = spanOf(request);
      const apart = isBefore({ startsAt, stopsAt }, asks) || isBefore(asks, { startsAt, stopsAt });
      return !apart && !isDisjoint(definition, request);
    });
  if (other === undefined) return null;
  return new Refusal(
    "experiment-overlapping",
    `Experiment ${other.id} is open, and its leads would take part in this one too.`,
    `Stop it (POST /v1/experiments/${other.id}/stop), start after its stop, or give both a namespace of the same name and unit, with stretches that do not overlap.`,
    [{ where: "/namespace", reason: `expected a stretch that experiment ${other.id} leaves free` }],
  );
}

interface Span {
  readonly startsAt: number;
  readonly stopsAt: number | null;
}

function spanOf({ start, stop }: ExperimentRequest): Span {
  return { startsAt: Date.parse(start), stopsAt: stop === null ? null : Date.parse(stop) };
}

function isBefore({ stopsAt }: Span, { startsAt }: Span): boolean {
  return stopsAt !== null && stopsAt <= startsAt;
}

/** A lead and its account lie at different places of a namespace. */
function isDisjoint(
  a: Pick<Experiment, "namespace" | "unit">,
  b: Pick<Experiment, "namespace" | "unit">,
): boolean {
  if (a.unit !== b.unit || a.namespace === undefined || b.namespace === undefined) return false;
  if (a.namespace.name !== b.namespace.name) return false;
  return a.namespace.to <= b.namespace.from || b.namespace.to <= a.namespace.from;
}

async function planUnits(
  session: Session,
  request: ExperimentRequest,
  now: number,
): Promise<number | Refusal> {
  const planned = await planExperiment(session, request, now);
  return planned instanceof Refusal ? planned : planned.anytime.units;
}

const SALT_TAKEN = new Refusal(
  "experiment-overlapping",
  "Another experiment has this salt, so that its arms would be this one's.",
  "Leave the salt out, and one is made.",
  [{ where: "/salt", reason: "expected one that no experiment had" }],
);

const NO_MODEL = new Refusal(
  "nothing-live",
  "No model is live, so there is nothing to compare the rules with.",
  "Train a model (POST /v1/models) and promote it, then ask again.",
);
