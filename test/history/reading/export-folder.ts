import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { type Mapping, mappingSchema } from "../../../src/history/mapping.ts";
import { Refusal } from "../../../src/refusal.ts";

/** A folder of export files that goes when the tests of the file are done. */
export function makeExportFolder(): {
  path(name: string): string;
  write(name: string, content: string | Uint8Array): string;
} {
  const folder = mkdtempSync(join(tmpdir(), "counterweight-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const path = (name: string) => join(folder, name);
  return {
    path,
    write(name, content) {
      writeFileSync(path(name), content);
      return path(name);
    },
  };
}

export type MappingInput = Omit<Partial<Mapping>, "deals"> & {
  readonly deals?: Partial<Mapping["deals"]>;
};

/** A mapping of deals.csv: id, stage, created, closed. */
export function makeMapping({ deals, ...rest }: MappingInput = {}): Mapping {
  return mappingSchema.parse({
    format: "counterweight/mapping@1",
    deals: {
      file: "deals.csv",
      id: "id",
      outcome: {
        by: "words",
        column: "stage",
        won: ["Closed Won"],
        lost: ["Closed Lost"],
        open: ["Open"],
      },
      createdAt: "created",
      closedAt: "closed",
      ...deals,
    },
    attributes: [],
    ...rest,
  });
}

export function expectRead<T>(result: T | Refusal): T {
  if (result instanceof Refusal) throw new Error(`${result.code}: ${result.message}`);
  return result;
}

export function expectRefusal(result: unknown): Refusal {
  if (result instanceof Refusal) return result;
  throw new Error("expected a refusal");
}
