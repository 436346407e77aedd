import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Refusal } from "../refusal.ts";
import { formatPoints, formatRange, formatShare } from "../report/format.ts";
import type { LeadScore } from "../report/lead-score.ts";
import { type CompiledScorecards, compileScorecards } from "../scorecard/compiled.ts";
import { compileCondition, listAttributes } from "../scorecard/condition.ts";
import { listDoseAttributes } from "../scorecard/dose.ts";
import type { Lead } from "../scorecard/lead.ts";
import type { Scorecard, ScorecardSet } from "../scorecard/schema.ts";
import { compileModel } from "../trainer/compiled-model.ts";
import { checkModel, type Model } from "../trainer/model.ts";
import { sigmoid } from "../trainer/prediction.ts";
import { readModel, readScorecards } from "./documents.ts";
import { scoreLead } from "./lead-score.ts";

interface ServingInput {
  readonly scorecard: string;
  readonly model: string;
  /** Folder that calibrate wrote to. */
  readonly report?: string;
}

/** Everything that is served, read once, so that all answers come from one calibration. */
export interface Serving {
  /** The fallback stands last. */
  readonly scorecards: readonly Scorecard[];
  readonly trained: Model["trained"];
  readonly report: Report | null;
  /** @param asOf epoch milliseconds */
  readonly score: (lead: Lead, asOf: number) => ServedScore;
}

interface Report {
  /** HTML. */
  readonly page: string;
  /** JSON. */
  readonly calibration: string;
}

export interface ServedScore extends LeadScore {
  /** Version of the scorecard that applied. */
  readonly version: number;
  readonly disagreements: readonly Disagreement[];
  /** Attributes that the scorecard asks for and the lead does not tell. */
  readonly unknown: readonly string[];
  /** Attributes that the lead tells and no line asks for, be it for a slip in the name. */
  readonly unused: readonly string[];
}

/** A threshold on whose two sides rules and model put a lead. */
export interface Disagreement {
  readonly threshold: { readonly id: string; readonly name: string; readonly score: number };
  /** Probability that the threshold's score stands for on the model's scale. */
  readonly probability: number;
  /** The arm that puts the lead above. */
  readonly higher: "rules" | "model";
  readonly why: string;
}

const REMEDY =
  "Run npm run calibrate for the sample first; on deals of your own, counterweight calibrate writes it.";

/** Reads and checks all that a service needs before it may start. */
export async function prepareServing(input: ServingInput): Promise<Serving | Refusal> {
  const set = await readScorecards(input.scorecard);
  if (set instanceof Refusal) return set;
  const model = await readModel(input.model);
  if (model instanceof Refusal)
    return model.code === "file-missing"
      ? new Refusal("file-missing", model.message, REMEDY, model.details)
      : model;
  const compiled = compileScorecards(set);
  const mismatch = checkModel(model, compiled);
  if (mismatch !== null) return mismatch;
  const report = input.report === undefined ? null : await readReport(input.report);
  if (report instanceof Refusal) return report;
  const scorecards = compiled.scorecards.map(({ scorecard }) => scorecard);
  const describe = compileDescription(compiled, set);
  const scorer = { compiled, model: compileModel(model) };
  return {
    scorecards,
    trained: model.trained,
    report,
    score: (lead, asOf) => {
      const score = scoreLead(scorer, lead, asOf);
      const disagreements = findDisagreements(score, model.scale);
      return { ...score, ...describe(lead, score.rules.scorecard), disagreements };
    },
  };
}

/**
 * The thresholds on which rules and model disagree strongly: the score lies on one side, and the
 * model's whole 95 % interval on the other.
 *
 * A threshold of t points stands for the probability σ(base + unit × t). Ends that touch it count as
 * above, as a score that equals a threshold reaches it.
 */
function findDisagreements(
  { rules, model }: LeadScore,
  { unit, base }: Model["scale"],
): readonly Disagreement[] {
  return rules.thresholds.flatMap(({ id, name, score, reached }) => {
    const probability = sigmoid(base + unit * score);
    const isOpposed = reached ? model.high < probability : model.low >= probability;
    if (!isOpposed) return [];
    const why =
      `${formatPoints(rules.total)} points ${reached ? "reach" : "fall short of"} ${name} at ` +
      `${formatPoints(score)}; the model's 95% interval, ${formatRange(model, formatShare)}, lies ` +
      `wholly ${reached ? "below" : "above"} the ${formatShare(probability)} that this threshold ` +
      "stands for.";
    const higher = reached ? "rules" : "model";
    return [{ threshold: { id, name, score }, probability, higher, why }];
  });
}

/** What a scorecard asks of a lead, held against what the lead tells. */
function compileDescription({ scorecards }: CompiledScorecards, { segments }: ScorecardSet) {
  const choosing = segments.flatMap(({ when }) => listAttributes(when));
  const asking = new Map(
    scorecards.map(({ scorecard }) => {
      const lines = scorecard.buckets.flatMap((bucket) =>
        bucket.characteristics.flatMap((characteristic) => characteristic.lines),
      );
      const asked = [
        ...new Set([...choosing, ...lines.flatMap((line) => listDoseAttributes(line.dose))]),
      ];
      const missing = asked.map((attribute) => ({
        attribute,
        test: compileCondition({ is: "missing", attribute }),
      }));
      return [scorecard.id, { version: scorecard.version, asked: new Set(asked), missing }];
    }),
  );
  return ({ attributes }: Lead, scorecard: string) => {
    const { version, asked, missing } = asking.get(scorecard)!;
    const subject = { attributes, activities: [], asOf: 0 };
    return {
      version,
      unknown: missing.filter(({ test }) => test(subject)).map(({ attribute }) => attribute),
      unused: Object.keys(attributes).filter((attribute) => !asked.has(attribute)),
    };
  };
}

async function readReport(folder: string): Promise<Report | Refusal> {
  const read = (name: string) => readFile(join(folder, name), "utf8");
  try {
    return { page: await read("report.html"), calibration: await read("calibration.json") };
  } catch {
    return new Refusal(
      "file-missing",
      `There are no report.html and calibration.json in ${folder} that can be read.`,
      REMEDY,
    );
  }
}

export { formatCount, formatDate, formatList, formatNumber } from "../report/format.ts";
export { html, Markup } from "../report/markup.ts";
export { STYLES } from "../report/styles.ts";
