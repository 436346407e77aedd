/** What an experiment is made of, and what it may come to say. */
export {
  type Experiment,
  experimentRequestSchema,
  experimentSchema,
} from "../../experiment/definition.ts";
export { VERDICTS } from "../../experiment/verdict.ts";
