import type { Preset } from "../../../src/history/leaks/leak-names.ts";

export interface InventoryEntry {
  /** The export that has such a column; its preset is what a proposal would know. */
  readonly table: string;
  readonly preset: Preset | undefined;
  readonly column: string;
  /** Why it was labelled as it was. */
  readonly because: string;
}

const PRESETS: Readonly<Record<string, Preset>> = { Salesforce: "salesforce", HubSpot: "hubspot" };

/**
 * An inventory from lines `table > reason > column; column; …`.
 *
 * @throws RangeError on a line of another form
 */
export function readInventory(text: string): readonly InventoryEntry[] {
  return text
    .trim()
    .split("\n")
    .flatMap((line) => {
      const [table, because, columns] = line.split(" > ");
      if (table === undefined || because === undefined || columns === undefined)
        throw new RangeError(`expected table > reason > columns in: ${line}`);
      const preset = PRESETS[table.split(" ")[0]!];
      return columns.split("; ").map((column) => ({ table, preset, column, because }));
    });
}
