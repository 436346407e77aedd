/** What an experiment is made of, and what it may come to say. */
export {
  EXPERIMENT_STATES,
  type Experiment,
  experimentRequestSchema,
  experimentSchema,
  omitSalt,
  saltedOrNotSchema,
  type UnsaltedExperiment,
} from "../../experiment/definition.ts";
export { VERDICTS } from "../../experiment/verdict.ts";
