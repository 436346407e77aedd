import { expect, it } from "vitest";
import { renderAb } from "../../../src/report/ab/render.ts";
import { abReportSchema } from "../../../src/report/ab/schema.ts";
import { readLive } from "../../../src/store/live.ts";
import { compareMaterial } from "../../../src/workflows/comparing/compare-material.ts";
import { readComparison } from "../../../src/workflows/comparing/read-comparison.ts";
import { recordOutcomes } from "../../../src/workflows/keeping/record-outcomes.ts";
import { watchOver } from "../../../src/workflows/watching/watch-over.ts";
import {
  BOTH_ASK,
  DAY,
  MODEL_ASKS,
  nameLeads,
  RULES_ASK,
  START,
  startExperiment,
  tell,
  useArms,
} from "../experimenting/experiment-fixture.ts";

it("joins leads that were handed over, experiments and the watch, and rests on each of them", async () => {
  const context = await useArms();
  const { clock, database } = context;
  const live = (await readLive(database))!;
  const subject = { ...live, seed: 1, basis: "served", clustering: null } as const;
  const bases: string[] = [];
  const read = async () => {
    const { basis, material } = await readComparison(database, subject, context.now());
    bases.push(basis);
    return material;
  };
  await read();
  await startExperiment(context);
  await read();
  clock.now = START + 1000;
  const asked = { rules: RULES_ASK, model: MODEL_ASKS, both: BOTH_ASK };
  for (const [name, attributes] of Object.entries(asked))
    await tell(context, nameLeads(name, 30), attributes, `account ${name}`);
  await read();
  clock.now = START + 40 * DAY;
  const won = [...nameLeads("model", 20), ...nameLeads("both", 15), ...nameLeads("rules", 4)];
  const lost = [...nameLeads("rules", 30).slice(4), ...nameLeads("both", 30).slice(15)];
  await recordOutcomes(
    context,
    [
      ...won.map((lead) => [lead, "won"] as const),
      ...lost.map((lead) => [lead, "lost"] as const),
    ].map(([lead, outcome]) => ({ deal: lead, lead, outcome, closedAt: START + 9 * DAY })),
  );
  await read();
  const { signal } = new AbortController();
  await watchOver(context, { signal, onProgress: () => {}, onKept: async () => {} });
  const material = await read();
  expect(new Set(bases).size).toBe(bases.length);
  expect((await readComparison(database, subject, context.now())).basis).toBe(bases.at(-1));

  const { json, html, md } = await renderAb(compareMaterial(material, () => {}));
  const found = abReportSchema.parse(JSON.parse(json));
  const [{ handed }] = await database.sql<[{ handed: number }]>`
    SELECT count(*)::int AS handed FROM handover`;
  expect(found.shadow).toMatchObject({
    basis: { kind: "served", clusteredBy: "account" },
    selection: { propensities: { source: "estimated" } },
  });
  if ("notEstimable" in found.shadow) throw new Error(found.shadow.notEstimable);
  const { leads, waiting } = found.shadow.basis;
  expect(leads + waiting).toBe(handed);
  expect(found.live).toMatchObject([{ state: "running", definition: { name: "Summer" } }]);
  expect(found.watch).toMatchObject({ at: START + 40 * DAY, notes: expect.anything() });
  for (const text of [html, md]) expect(text).toContain("Summer");
});
