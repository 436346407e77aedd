export const presetColumns = [
  "id",
  "leadId",
  "dealId",
  "won",
  "lost",
  "closed",
  "stage",
  "createdAt",
  "closedAt",
  "deleted",
  "modifiedAt",
] as const;
export type PresetColumn = (typeof presetColumns)[number];

/** What one kind of file of one system looks like. Headers stand as keys (see header-words.ts). */
export interface PresetShape {
  readonly kind: "deals" | "leads";
  /** Headers that speak for this kind of file. */
  readonly signature: readonly string[];
  /** How many of them it takes. */
  readonly least: number;
  /** Headers of each column that a mapping asks for, most telling first. */
  readonly columns: Partial<Record<PresetColumn, readonly string[]>>;
}
