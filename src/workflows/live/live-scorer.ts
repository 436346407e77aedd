import { Refusal } from "../../refusal.ts";
import { compileScorecards, type DosedLead, doseLead } from "../../scorecard/compiled.ts";
import { compileCondition, listAttributes } from "../../scorecard/condition.ts";
import { listDoseAttributes } from "../../scorecard/dose.ts";
import type { Lead } from "../../scorecard/lead.ts";
import { parseScorecards } from "../../scorecard/parse.ts";
import type { Scorecard, ScorecardSet } from "../../scorecard/schema.ts";
import type { Score } from "../../scorecard/score.ts";
import type { LiveVersions } from "../../store/live.ts";
import { compileModel, type ModelScore } from "../../trainer/compiled-model.ts";
import { type Model, modelSchema } from "../../trainer/model.ts";
import { explainDoses, type Scorer } from "../lead-score.ts";
import { type Disagreement, findDisagreements } from "./disagreement.ts";

/** A scorecard version and the model version that goes with it, ready to score. */
export interface LiveScorer extends Scorer {
  readonly versions: LiveVersions;
  readonly set: ScorecardSet;
  readonly trained: Model["trained"] | null;
  /** Both scores of a lead with all that explains them. */
  readonly explain: (lead: Lead, asOf: number) => ExplainedScore;
  /** The same from doses that are already there. */
  readonly explainDosed: (lead: ToldLead, dosed: DosedLead, asOf: number) => ExplainedScore;
}

/** What a lead tells of itself. */
type ToldLead = Pick<Lead, "id" | "attributes">;

/** Both scores of a lead as the service tells them. */
export interface ExplainedScore {
  readonly lead: string;
  /** Epoch milliseconds. */
  readonly asOf: number;
  /** Version of the scorecard that applied. */
  readonly version: number;
  readonly rules: Score;
  /** Null while no model fits the scorecard's lines. */
  readonly model: ModelScore | null;
  readonly disagreements: readonly Disagreement[];
  /** Attributes that the scorecard asks for and the lead does not tell. */
  readonly unknown: readonly string[];
  /** Attributes that the lead tells and no line asks for, be it for a slip in the name. */
  readonly unused: readonly string[];
}

/** @throws RangeError when a stored document is none, which only a stranger's hand can bring about */
export function makeLiveScorer(
  versions: LiveVersions,
  documents: { readonly scorecard: unknown; readonly model: unknown },
): LiveScorer {
  const set = parseScorecards(documents.scorecard, "scorecard");
  if (set instanceof Refusal) throw new RangeError("a stored scorecard version is not a scorecard");
  const model = documents.model === null ? null : modelSchema.parse(documents.model);
  const compiled = compileScorecards(set);
  const scorer = { compiled, model: model === null ? null : compileModel(model) };
  const scale = model?.scale;
  const choosing = set.segments.flatMap(({ when }) => listAttributes(when));
  const asking = compiled.scorecards.map((card) => describeAsking(card.scorecard, choosing));
  const scratch = new Float64Array(compiled.lines.length);
  const explainDosed = (lead: ToldLead, { doses, scorecard }: DosedLead, asOf: number) => {
    const { rules, model } = explainDoses(scorer, doses, scorecard);
    const { version, listUnknown, listUnused } = asking[scorecard]!;
    return {
      lead: lead.id,
      asOf,
      version,
      rules,
      model,
      disagreements:
        model === null || scale === undefined
          ? []
          : findDisagreements(rules.total, model, rules.thresholds, scale),
      unknown: listUnknown(lead),
      unused: listUnused(lead),
    };
  };
  return {
    ...scorer,
    versions,
    set,
    trained: model?.trained ?? null,
    explain: (lead, asOf) => {
      // A new array a lead would take as long as dosing it.
      scratch.fill(0);
      return explainDosed(lead, doseLead(compiled, lead, asOf, scratch), asOf);
    },
    explainDosed,
  };
}

/** What a scorecard asks of a lead, held against what the lead tells. */
function describeAsking({ version, buckets }: Scorecard, choosing: readonly string[]) {
  const lines = buckets.flatMap((bucket) =>
    bucket.characteristics.flatMap((characteristic) => characteristic.lines),
  );
  const asked = new Set([...choosing, ...lines.flatMap((line) => listDoseAttributes(line.dose))]);
  const missing = [...asked].map(
    (attribute) => [attribute, compileCondition({ is: "missing", attribute })] as const,
  );
  return {
    version,
    listUnknown: ({ attributes }: ToldLead): readonly string[] => {
      const subject = { attributes, activities: [], asOf: 0 };
      const unknown: string[] = [];
      for (const [attribute, test] of missing) if (test(subject) === true) unknown.push(attribute);
      return unknown;
    },
    listUnused: ({ attributes }: ToldLead): readonly string[] => {
      const unused: string[] = [];
      for (const attribute in attributes) if (!asked.has(attribute)) unused.push(attribute);
      return unused;
    },
  };
}
