import { join } from "node:path";
import { expect, it } from "vitest";
import type { ScoreAnswer } from "../../src/api/score-contract.ts";
import { readLeads } from "../../src/history/reading/lead-file.ts";
import { Refusal } from "../../src/refusal.ts";
import type { Lead } from "../../src/scorecard/lead.ts";
import { calibrate } from "../../src/workflows/calibrate.ts";
import { writeCalibration } from "../../src/workflows/calibration-files.ts";
import { readMapping } from "../../src/workflows/documents.ts";
import { explainLead, scoreLeads } from "../../src/workflows/score-leads.ts";
import { prepareServing } from "../../src/workflows/serving.ts";
import { makeFolder } from "../folder.ts";
import { SAMPLE } from "../sample.ts";
import { startSmall } from "./service-fixture.ts";

const onProgress = () => {};

it("the service, score and explain give the leads of the sample the same numbers to the last digit", async () => {
  const folder = makeFolder();
  accept(await writeCalibration(accept(await calibrate({ ...SAMPLE, onProgress })), folder));
  const { scorecard, mapping, activities } = SAMPLE;
  const model = join(folder, "model.json");
  const { app } = await startSmall(
    accept(await prepareServing({ scorecard, model, report: folder })),
  );

  const input = { leads: SAMPLE.exports, mapping, scorecard, model, activities };
  const asked = { ...input, now: 0, onProgress };
  const { scores } = accept(await scoreLeads(asked));
  const read = accept(
    await readLeads(input.leads, accept(await readMapping(mapping)), { activities }),
  );
  const leads = new Map(read.leads.map(({ lead }) => [lead.id, lead]));

  const explained = accept(await explainLead("L-0042", asked));
  const every20th = scores.filter((_, i) => i % 20 === 0);
  expect(every20th.length).toBeGreaterThan(200);
  for (const { lead, asOf, rules, model } of [explained, ...every20th]) {
    const payload = { lead: write(leads.get(lead)!), asOf: new Date(asOf).toISOString() };
    const reply = await app.inject({ method: "POST", url: "/v1/score", payload });
    const answer = reply.json<ScoreAnswer>();
    const { total, ...placed } = rules;
    expect(answer.rules).toEqual({ ...placed, score: total, version: 3 });
    const { low, high, ...learnt } = model;
    expect(answer.model).toEqual({ ...learnt, interval: { low, high } });
  }
});

/** A lead as an integrator writes it. */
function write({ id, attributes, activities }: Lead) {
  return {
    id,
    attributes,
    activities: activities.map((activity) => ({
      ...activity,
      at: new Date(activity.at).toISOString(),
    })),
  };
}

function accept<T>(result: T | Refusal): T {
  if (result instanceof Refusal) throw new Error(result.message);
  return result;
}
