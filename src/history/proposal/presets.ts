import type { Preset } from "../leaks/leak-names.ts";
import { toHeaderKey } from "./header-words.ts";
import { type PresetColumn, type PresetShape, presetColumns } from "./preset-shape.ts";
import { HUBSPOT } from "./presets-hubspot.ts";
import { SALESFORCE } from "./presets-salesforce.ts";

export interface RecognisedFile {
  readonly preset: Preset;
  readonly kind: "deals" | "leads";
  /** Names as the file has them. */
  readonly columns: Partial<Record<PresetColumn, string>>;
}

const SHAPES: Readonly<Record<Preset, readonly PresetShape[]>> = {
  salesforce: SALESFORCE,
  hubspot: HUBSPOT,
};

/**
 * Whether a header line is that of a Salesforce or HubSpot file, by API name, label or snake case.
 *
 * @param preset looks for this system only, and takes its likeliest file however little speaks for it
 * @returns null where too few headers speak for any
 * Cost: one pass over fixed lists.
 */
export function recogniseFile(
  columns: readonly string[],
  preset: Preset | undefined,
): RecognisedFile | null {
  const byKey = new Map<string, string>();
  for (const column of columns)
    if (!byKey.has(toHeaderKey(column))) byKey.set(toHeaderKey(column), column);
  const presets: readonly Preset[] = preset === undefined ? ["salesforce", "hubspot"] : [preset];
  const candidates = presets
    .flatMap((name) => SHAPES[name].map((shape) => ({ name, shape })))
    .map(({ name, shape }) => ({
      name,
      shape,
      found: shape.signature.filter((key) => byKey.has(key)).length,
    }))
    .filter(({ shape, found }) => found >= (preset === undefined ? shape.least : 1))
    .toSorted((a, b) => b.found / b.shape.least - a.found / a.shape.least);
  const best = candidates[0];
  if (best === undefined) return null;
  return {
    preset: best.name,
    kind: best.shape.kind,
    columns: findColumns(best.shape, byKey),
  };
}

function findColumns(
  shape: PresetShape,
  byKey: ReadonlyMap<string, string>,
): Partial<Record<PresetColumn, string>> {
  const found: Partial<Record<PresetColumn, string>> = {};
  for (const role of presetColumns) {
    const key = shape.columns[role]?.find((candidate) => byKey.has(candidate));
    const column = key === undefined ? undefined : byKey.get(key);
    if (column !== undefined) found[role] = column;
  }
  return found;
}
