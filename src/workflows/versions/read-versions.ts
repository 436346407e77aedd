import { Refusal } from "../../refusal.ts";
import { diffScorecards, type ScorecardChange } from "../../scorecard/diff.ts";
import {
  findModel,
  findModelVersion,
  listModels as listModelLineages,
  listModelVersions as listVersionsOfModel,
  type ModelLineage,
  type ModelVersion,
  type ModelVersionSummary,
  readCalibration as readCalibrationOf,
} from "../../store/model-versions.ts";
import {
  findScorecard,
  findScorecardVersion,
  listScorecards as listScorecardLineages,
  listScorecardVersions as listVersionsOfScorecard,
  type ScorecardLineage,
  type ScorecardVersion,
  type VersionSummary,
} from "../../store/versions.ts";
import { type Model, modelSchema } from "../../trainer/model.ts";
import type { Context } from "../context.ts";
import { readStored } from "./make-live.ts";
import { refuseUnknownVersion } from "./unknown-version.ts";

export type {
  ModelLineage,
  ModelVersion,
  ModelVersionSummary,
} from "../../store/model-versions.ts";
export type { ScorecardLineage, VersionSummary } from "../../store/versions.ts";

interface BySlug {
  /** Slug after which the page begins. */
  readonly after?: string | undefined;
  readonly limit: number;
}

interface ByNumber {
  /** Number below which the page begins. */
  readonly before?: number | undefined;
  readonly limit: number;
}

interface Numbered {
  readonly slug: string;
  readonly version: number;
}

export function listScorecards(
  { database }: Context,
  page: BySlug,
): Promise<readonly ScorecardLineage[]> {
  return listScorecardLineages(database, page);
}

export async function readScorecard(
  { database }: Context,
  slug: string,
): Promise<ScorecardLineage | Refusal> {
  return (await findScorecard(database, slug)) ?? refuseUnknownVersion("scorecard");
}

/** Versions, the newest first. */
export async function listScorecardVersions(
  { database }: Context,
  slug: string,
  page: ByNumber,
): Promise<readonly VersionSummary[] | Refusal> {
  if ((await findScorecard(database, slug)) === null) return refuseUnknownVersion("scorecard");
  return listVersionsOfScorecard(database, slug, page);
}

/** A version with what it changes. */
export interface DescribedVersion extends ScorecardVersion {
  /** Against the version that it was drafted from; null where nobody said which. */
  readonly changes: readonly ScorecardChange[] | null;
}

export async function readScorecardVersion(
  { database }: Context,
  { slug, version }: Numbered,
): Promise<DescribedVersion | Refusal> {
  const found = await findScorecardVersion(database, slug, version);
  if (found === null) return refuseUnknownVersion("scorecard");
  const { basedOn, document } = found;
  const base = basedOn && (await findScorecardVersion(database, basedOn.slug, basedOn.version));
  const changes = base && diffScorecards(readStored(base.document), readStored(document));
  return { ...found, changes };
}

export function listModels({ database }: Context, page: BySlug): Promise<readonly ModelLineage[]> {
  return listModelLineages(database, page);
}

export async function readModel(
  { database }: Context,
  slug: string,
): Promise<ModelLineage | Refusal> {
  return (await findModel(database, slug)) ?? refuseUnknownVersion("model");
}

/** Versions, the newest first. */
export async function listModelVersions(
  { database }: Context,
  slug: string,
  page: ByNumber,
): Promise<readonly ModelVersionSummary[] | Refusal> {
  if ((await findModel(database, slug)) === null) return refuseUnknownVersion("model");
  return listVersionsOfModel(database, slug, page);
}

/** A version with its model.json. */
export type ReadModelVersion = Omit<ModelVersion, "document"> & { readonly document: Model };

export async function readModelVersion(
  { database }: Context,
  { slug, version }: Numbered,
): Promise<ReadModelVersion | Refusal> {
  const found = await findModelVersion(database, slug, version);
  if (found === null) return refuseUnknownVersion("model");
  return { ...found, document: modelSchema.parse(found.document) };
}

/** Every figure of the calibration that a model came from. */
export async function readCalibration(
  { database }: Context,
  { slug, version }: Numbered,
): Promise<{ readonly format: string } | Refusal> {
  const found = await findModelVersion(database, slug, version);
  if (found === null) return refuseUnknownVersion("model");
  const calibration = await readCalibrationOf(database, found.id);
  return (calibration as { readonly format: string } | null) ?? NO_CALIBRATION;
}

const NO_CALIBRATION = new Refusal(
  "version-unknown",
  "This model was brought along without the calibration that it came from.",
  "Train a model (POST /v1/models): its calibration is kept with it.",
);
