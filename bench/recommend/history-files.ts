import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Case, drawCase, drawProspects } from "../../data/generator/case.ts";
import { writeCsv } from "../../data/generator/csv.ts";
import { pickEvenly, type Random } from "../../data/generator/draw.ts";
import { drawFeedback, drawReps, type Rep } from "../../data/generator/feedback.ts";
import { mapping } from "../../data/generator/mapping.ts";
import { tabulateActivities, tabulateDeals, tabulateLeads } from "../../data/generator/tables.ts";
import { createRandom } from "../../src/statistics/random.ts";
import type { ImportInput } from "../../src/workflows/importing/import-export.ts";

const SEED = 5;
/** The generator asks sales of some hundreds of leads at a time. */
const ASKED_AT_A_TIME = 2_000;

/** Writes an export of the sample's kind, in which only some of the leads have a closed deal. */
export async function writeHistory(
  folder: string,
  { leads, closedDeals }: { readonly leads: number; readonly closedDeals: number },
): Promise<Omit<ImportInput, "actor">> {
  const random = createRandom(SEED);
  const cases = drawProspects(random, leads).map((one) => drawCase(random, one));
  const reps = drawReps(random);
  const repOf = new Map(cases.map(({ leadId }) => [leadId, pickEvenly(random, reps)]));
  const worked = takeClosed(cases, closedDeals);
  const path = (name: string) => join(folder, name);
  await writeFile(path("deals.csv"), writeCsv(tabulateDeals(random, worked, repOf)));
  await writeFile(path("leads.csv"), writeCsv(tabulateLeads(random, cases)));
  await writeFile(path("activities.csv"), writeCsv(tabulateActivities(cases)));
  await writeFile(path("feedback.csv"), writeCsv(sayOf(random, worked, repOf)));
  await writeFile(path("mapping.json"), JSON.stringify(mapping));
  return {
    exports: [path("deals.csv"), path("leads.csv")],
    activities: path("activities.csv"),
    feedback: path("feedback.csv"),
    mapping: path("mapping.json"),
  };
}

/** Every so manyth lead, so that deals are spread over the years; as many as are closed. */
function takeClosed(cases: readonly Case[], wanted: number): readonly Case[] {
  const closed = cases.filter(({ outcome }) => outcome !== "open");
  return Array.from(
    { length: wanted },
    (_, i) => closed[Math.floor((i * closed.length) / wanted)]!,
  );
}

function sayOf(random: Random, cases: readonly Case[], repOf: ReadonlyMap<string, Rep>) {
  const parts = Array.from({ length: Math.ceil(cases.length / ASKED_AT_A_TIME) }, (_, k) =>
    cases.slice(k * ASKED_AT_A_TIME, (k + 1) * ASKED_AT_A_TIME),
  );
  return parts.flatMap((part) => drawFeedback(random, part, repOf));
}
