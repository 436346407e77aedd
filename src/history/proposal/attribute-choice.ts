import type { Scorecard } from "../../scorecard/schema.ts";
import type { AttributeMapping } from "../mapping.ts";
import type { CandidateColumn } from "./candidate-columns.ts";
import type { ColumnUse } from "./column-use.ts";
import { findBucket, findMeaning, type Meaning } from "./meanings.ts";
import { findReadyLines } from "./ready-lines.ts";
import type { PlacedCharacteristic } from "./starter-card.ts";
import { buildCharacteristic } from "./starter-scorecard.ts";

export type LeftAside = Exclude<ColumnUse, "attribute" | "empty"> | "too-rare";

export interface AttributeChoice {
  readonly attributes: readonly AttributeMapping[];
  readonly characteristics: readonly PlacedCharacteristic[];
  /** Columns whose lines come from the ready scorecard. */
  readonly rated: readonly string[];
  /** Columns that are no attribute, by the reason. */
  readonly leftAside: ReadonlyMap<LeftAside, readonly string[]>;
}

/**
 * Attributes and their lines, from columns that no leak screen has stopped.
 *
 * An attribute is called by its meaning where a ready scorecard could ask for it by that name, else
 * as its column. Free text has lines only where the ready scorecard looks for words in it.
 *
 * Cost O(columns · n log n).
 */
export function chooseAttributes(
  columns: readonly CandidateColumn[],
  from: { readonly ready: Scorecard; readonly hasActivities: boolean },
): AttributeChoice {
  const attributes: AttributeMapping[] = [];
  const characteristics: PlacedCharacteristic[] = [];
  const rated: string[] = [];
  const leftAside = new Map<LeftAside, string[]>();
  const names = new Set<string>();
  for (const candidate of columns) {
    const { column, profile } = candidate;
    if (profile.use === "empty") continue;
    const meaning = findFreeMeaning(candidate, names);
    const attribute = meaning?.attribute ?? freeName(candidate, names);
    const placed = placeColumn(candidate, { attribute, meaning, ...from });
    if (placed === null) {
      const reason = profile.use === "attribute" ? "too-rare" : profile.use;
      leftAside.set(reason, [...(leftAside.get(reason) ?? []), column]);
      continue;
    }
    names.add(attribute.toLowerCase());
    const { type, missing } = profile;
    attributes.push({ attribute, column, from: candidate.from, type, missing: [...missing] });
    characteristics.push(placed.placed);
    if (placed.isRated) rated.push(column);
  }
  return { attributes, characteristics, rated, leftAside };
}

function findFreeMeaning(
  { column, profile }: CandidateColumn,
  names: ReadonlySet<string>,
): Meaning | null {
  const meaning = findMeaning(column, profile.type);
  return meaning !== null && !names.has(meaning.attribute.toLowerCase()) ? meaning : null;
}

function freeName({ column, from }: CandidateColumn, names: ReadonlySet<string>): string {
  return names.has(column.toLowerCase()) ? `${column} (${from})` : column;
}

function placeColumn(
  { column, profile, values }: CandidateColumn,
  how: {
    readonly attribute: string;
    readonly meaning: Meaning | null;
    readonly ready: Scorecard;
    readonly hasActivities: boolean;
  },
): { readonly placed: PlacedCharacteristic; readonly isRated: boolean } | null {
  const { attribute, meaning } = how;
  if (profile.use !== "attribute" && profile.use !== "free-text") return null;
  const ready = meaning === null ? null : findReadyLines(attribute, profile.type, values, how);
  if (ready !== null) return { placed: ready, isRated: true };
  if (profile.use === "free-text") return null;
  const characteristic = buildCharacteristic(attribute, profile.type, values);
  if (characteristic === null) return null;
  const bucket = meaning?.bucket ?? findBucket(column);
  return {
    placed: { bucket, characteristic: { ...characteristic, name: column } },
    isRated: false,
  };
}
