import type { ArmName } from "../../experiment/assignment.ts";
import { type Experiment, shareTakingPart } from "../../experiment/definition.ts";
import type { GuardrailReading } from "../../experiment/guardrails.ts";
import { measureWorkload } from "../../experiment/workload.ts";
import type { Moments } from "../../statistics/moments.ts";
import type { Session } from "../../store/database.ts";
import {
  countReps,
  countUnitsByHandovers,
  readResponseTimes,
} from "../../store/guardrail-readings.ts";
import type { ToldExperiment } from "./told-experiment.ts";

type Guardrail = Experiment["guardrails"][number];
type Arms = Readonly<Record<ArmName, Moments>>;

const WEEK = 7 * 86_400_000;
const NOTHING: Moments = { n: 0, mean: 0, variance: 0 };

/** What an experiment's guardrails are read from. @param asOf epoch milliseconds */
export async function readGuardrails(
  session: Session,
  experiment: ToldExperiment,
  asOf: number,
): Promise<readonly GuardrailReading[]> {
  const readings: GuardrailReading[] = [];
  for (const { metric, margin } of experiment.definition.guardrails) {
    const arms = await READERS[metric](session, experiment, asOf);
    readings.push({ name: NAMES[metric], worse: "higher", margin, ...arms });
  }
  return readings;
}

const NAMES: Readonly<Record<Guardrail["metric"], string>> = {
  "leads-per-rep": "leads per rep and week",
  "response-hours": "hours until sales respond",
};

const READERS: Readonly<
  Record<
    Guardrail["metric"],
    (session: Session, experiment: ToldExperiment, asOf: number) => Promise<Arms>
  >
> = {
  "leads-per-rep": async (session, { id, definition, startsAt, stopsAt }, asOf) => {
    const weeks = (Math.min(asOf, stopsAt ?? asOf) - startsAt) / WEEK;
    const reps = await countReps(session, id);
    if (reps === 0 || !(weeks > 0)) return { rules: NOTHING, model: NOTHING };
    const takingPart = shareTakingPart(definition);
    return measureWorkload(await countUnitsByHandovers(session, id), { takingPart, weeks, reps });
  },
  "response-hours": async (session, { id }) => {
    const moments = await readResponseTimes(session, id);
    const of = (name: ArmName): Moments => {
      const { n = 0, mean = 0, variance } = moments.find(({ arm }) => arm === name) ?? {};
      return { n, mean, variance: variance ?? 0 };
    };
    return { rules: of("rules"), model: of("model") };
  },
};
