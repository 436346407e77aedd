import type { ArmName } from "../../../src/experiment/assignment.ts";
import {
  type Experiment,
  experimentSchema,
  omitSalt,
  termsOf,
} from "../../../src/experiment/definition.ts";
import { compareHandovers, type HandedLead } from "../../../src/experiment/handovers.ts";
import { compareLive } from "../../../src/experiment/live.ts";
import type { ExperimentFindings } from "../../../src/report/ab/findings.ts";
import { addCautions } from "../../../src/report/ab/sentences/live-cautions.ts";
import { createRandom, drawNormal } from "../../../src/statistics/random.ts";
import { AS_OF, DAY, sigmoid } from "./simulation.fixture.ts";

export interface Enrolment {
  readonly rules: number;
  readonly model: number;
  readonly rates: Readonly<Record<ArmName, number>>;
  /** Days before the report at which the first lead was enrolled, and the last. */
  readonly from?: number;
  readonly to?: number;
  readonly scored?: boolean;
  /** Share of leads that each arm hands over. */
  readonly handed?: Readonly<Record<ArmName, number>>;
}

const HANDED = { rules: 0.6, model: 0.6 };

/** Leads that took part, won ten days after they were enrolled or not at all. */
function enrol({
  rules,
  model,
  rates,
  from = 200,
  to = 1,
  scored = true,
  handed = HANDED,
}: Enrolment) {
  const random = createRandom(6);
  return (["rules", "model"] as const).flatMap((arm) => {
    const units = arm === "rules" ? rules : model;
    return Array.from({ length: units }, (_, i): HandedLead => {
      const score = drawNormal(random);
      const enrolledAt = AS_OF - (from + ((to - from) * i) / units) * DAY;
      const isWon = random() < sigmoid(Math.log(rates[arm] / (1 - rates[arm])) + 0.9 * score);
      return {
        unit: `${arm}-${i}`,
        arm,
        enrolledAt,
        succeededAt: isWon ? enrolledAt + 10 * DAY : null,
        scoreBefore: scored ? score : null,
        handovers: (i * 37) % 100 < 100 * handed[arm] ? 1 : 0,
      };
    });
  });
}

const DEFINITION = experimentSchema.parse({
  format: "counterweight/experiment@1",
  name: "Model routes inbound",
  hypothesis: "Leads that the model routes are won more often, as sales then works better ones.",
  unit: "lead",
  salt: "model-routes-inbound",
  shares: { rules: 0.5, model: 0.5 },
  handOver: { probability: 0.3, route: { by: "round-robin", owners: ["Team North"] } },
  start: "2025-11-13T09:00:00Z",
  primary: { metric: "won", withinDays: 60 },
  minimumEffect: 0.02,
  plannedUnits: 6000,
  guardrails: [
    { metric: "leads-per-rep", margin: 5 },
    { metric: "response-hours", margin: 4 },
  ],
});

interface Change {
  readonly definition?: Partial<Experiment>;
  readonly state?: ExperimentFindings["state"];
  readonly id?: number;
  readonly changes?: Partial<ExperimentFindings["changes"]>;
}

/** What an experiment finds of such leads. */
const GUARDRAILS = {
  "leads-per-rep": "leads per rep and week",
  "response-hours": "hours until sales respond",
};

export function findExperiment(enrolment: Enrolment, change: Change = {}): ExperimentFindings {
  const definition = { ...DEFINITION, ...change.definition };
  const leads = enrol(enrolment);
  const comparison = compareLive(
    leads,
    definition.guardrails.map(({ metric, margin }) => ({
      name: GUARDRAILS[metric],
      worse: "higher" as const,
      margin,
      rules: { n: 240, mean: metric === "leads-per-rep" ? 18 : 6.1, variance: 30 },
      model: { n: 240, mean: metric === "leads-per-rep" ? 17.2 : 7.9, variance: 60 },
    })),
    termsOf(definition),
    AS_OF,
  );
  return addCautions({
    id: change.id ?? 1,
    definition: omitSalt(definition),
    state: change.state ?? "running",
    stopsAt: change.state === "stopped" ? AS_OF - 10 * DAY : null,
    comparison,
    handovers: compareHandovers(leads, termsOf(definition), AS_OF),
    changes: { during: 0, duringAt: [], since: 0, ...change.changes },
  });
}
