import { toHeaderWords } from "../proposal/header-words.ts";
import { LEAK_CATALOGUE, type Preset } from "./leak-catalogue.ts";

export type { Preset } from "./leak-catalogue.ts";

/**
 * What a column's name says of its knowing the outcome.
 *
 * @returns the reason as the end of a sentence, or null where the name says nothing
 * Cost: one pass over a fixed catalogue.
 */
export function findLeakName(column: string, preset: Preset | undefined): string | null {
  const words = toHeaderWords(column);
  const entry = LEAK_CATALOGUE.find(
    ({ headers, presets }) =>
      (presets === undefined || (preset !== undefined && presets.includes(preset))) &&
      headers.some((header) => header.test(words)),
  );
  return entry?.says ?? null;
}
