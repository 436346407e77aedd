import type { Refusal } from "../../refusal.ts";
import { diffScorecards, type ScorecardChange } from "../../scorecard/diff.ts";
import { findModelVersion } from "../../store/model-versions.ts";
import { findScorecardVersion } from "../../store/versions.ts";
import { modelSchema } from "../../trainer/model.ts";
import { diffModels, type ModelDiff } from "../../trainer/model-diff.ts";
import type { Context } from "../context.ts";
import { readStored } from "./make-live.ts";
import { refuseUnknownVersion } from "./unknown-version.ts";

interface Compared {
  readonly slug: string;
  readonly from: number;
  readonly to: number;
}

/** What changed from one version of a scorecard to another. */
export async function compareScorecards(
  { database }: Context,
  { slug, from, to }: Compared,
): Promise<readonly ScorecardChange[] | Refusal> {
  const before = await findScorecardVersion(database, slug, from);
  const after = await findScorecardVersion(database, slug, to);
  if (before === null || after === null) return refuseUnknownVersion("scorecard");
  return diffScorecards(readStored(before.document), readStored(after.document));
}

/** Two versions of a model side by side. */
export async function compareModels(
  { database }: Context,
  { slug, from, to }: Compared,
): Promise<ModelDiff | Refusal> {
  const before = await findModelVersion(database, slug, from);
  const after = await findModelVersion(database, slug, to);
  if (before === null || after === null) return refuseUnknownVersion("model");
  return diffModels(modelSchema.parse(before.document), modelSchema.parse(after.document));
}
