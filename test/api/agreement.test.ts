import { writeFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { type ScoreAnswer, scoreAnswerSchema } from "../../src/api/contracts/score.ts";
import { readLeads } from "../../src/history/reading/lead-file.ts";
import { Refusal } from "../../src/refusal.ts";
import type { LeadScore } from "../../src/report/lead-score.ts";
import type { Activity, AttributeValue, Lead } from "../../src/scorecard/lead.ts";
import { readMapping } from "../../src/workflows/documents.ts";
import { scoreLeads } from "../../src/workflows/score-leads.ts";
import { makeFolder } from "../folder.ts";
import { SAMPLE } from "../sample.ts";
import { makeModelOf, readSampleSet } from "../store/published-versions.ts";
import { askAs } from "./asking.ts";
import { type ServiceFixture, useService } from "./service-fixture.ts";

/** In the middle of the sample's time, so that much was done before and much comes later. */
const AS_OF = Date.parse("2023-09-01T12:34:56.789Z");

it("stored, stateless and command-line scores of the same lead agree to the last digit", async () => {
  const { scores, leads } = await scoreSample();
  const service = await useService({ now: () => AS_OF });
  const everyTenth = scores.filter((_, i) => i % 10 === 0);
  const stateless = await scoreStateless(
    service,
    everyTenth.map(({ lead }) => leads.get(lead)!),
  );
  for (const [i, score] of everyTenth.entries()) expectSame(stateless[i]!, score);

  const told = fc.gen();
  let run = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.subarray(everyTenth, { minLength: 5, maxLength: 20 }),
      told,
      async (chosen, gen) => {
        const prefix = `${run++}-`;
        const own = chosen.map(({ lead }) => ({ ...leads.get(lead)!, id: prefix + lead }));
        const shuffle = <T>(items: readonly T[]) =>
          gen(() => fc.shuffledSubarray([...items], { minLength: items.length }));
        const cut = <T>(items: readonly T[]) => {
          const size = gen(() => fc.integer({ min: 7, max: 90 }));
          const parts: T[][] = [];
          for (let i = 0; i < items.length; i += size) parts.push(items.slice(i, i + size));
          return parts;
        };
        // First some attributes, wrong ones among them, last the right ones; in between what was done.
        const early = own.map(({ id }) => ({
          id,
          attributes: { jobTitle: "Wrong", employees: 9e9 },
        }));
        for (const part of cut(shuffle(early))) await post(service, "leads", part);
        const activities = shuffle(own.flatMap(writeActivities));
        const repeats = activities.slice(0, activities.length / 4);
        for (const part of cut(shuffle([...activities, ...repeats])))
          await post(service, "activities", part);
        const late = own.map(({ id, attributes }) => ({
          id,
          attributes: { jobTitle: null, employees: null, ...attributes },
        }));
        for (const part of cut(shuffle(late))) await post(service, "leads", part);

        for (const score of chosen)
          expectSame(await readStored(service, prefix + score.lead), score);
      },
    ),
    { numRuns: 8, endOnFailure: true },
  );
});

it("stored and stateless scores of any lead that can be told agree to the last digit", async () => {
  const service = await useService({ now: () => AS_OF });
  const text = fc
    .string({ unit: "binary", maxLength: 12 })
    .map((text) => text.replaceAll("\0", ""));
  const value: fc.Arbitrary<AttributeValue> = fc.oneof(
    text,
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.array(text, { maxLength: 3 }),
    fc.constant(null),
  );
  const asked = ["jobTitle", "department", "employees", "annualRevenue", "industry", "country"];
  const name = fc.oneof(
    fc.constantFrom(...asked),
    text.filter((name) => name !== "" && name !== "__proto__"),
  );
  const activity = fc.record(
    {
      type: fc.constantFrom("page-view", "webinar", "email-open", "form-submit"),
      asset: fc.constantFrom("pricing", "product", "newsletter", "contact"),
      category: fc.constantFrom("platform", "services"),
      minutes: fc.double({ min: 0, max: 90, noNaN: true }),
      // Few moments, so that many things happen at one.
      at: fc.integer({ min: 0, max: 40 }).map((days) => AS_OF - days * 9e7),
    },
    { requiredKeys: ["type", "at"] },
  );
  let run = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.dictionary(name, value, { maxKeys: 8, noNullPrototype: true }),
      fc
        .array(activity, { maxLength: 12 })
        .chain((all) =>
          fc.tuple(
            fc.constant(all),
            fc.shuffledSubarray([...all.keys()], { minLength: all.length }),
          ),
        ),
      async (attributes, [activities, order]) => {
        const id = `any-${run++}`;
        const lead = { id, attributes, activities };
        const [stateless] = await scoreStateless(service, [lead]);
        await post(service, "leads", [{ id, attributes }]);
        const written = writeActivities(lead);
        for (const i of order) await post(service, "activities", [written[i]!]);
        const stored = await readStored(service, id);
        // The database keeps no order of attributes, and nothing of unknown ones.
        const sort = ({ attributes, ...rest }: ScoreAnswer) => ({
          ...rest,
          attributes: { ...attributes, unused: tell(attributes.unused, lead) },
        });
        expect(sort(stored)).toEqual(sort(stateless!));
      },
    ),
    { numRuns: 60 },
  );
});

function tell(names: readonly string[], { attributes }: Lead): readonly string[] {
  return names.filter((name) => attributes[name] !== null).toSorted();
}

/** The sample as the command line scores it, and the leads that it read. */
async function scoreSample() {
  const model = join(makeFolder(), "model.json");
  writeFileSync(model, JSON.stringify(makeModelOf(readSampleSet())));
  const { scorecard, mapping, activities, exports: files } = SAMPLE;
  const input = { leads: files, mapping, scorecard, model, activities, asOf: AS_OF, now: 0 };
  const { scores } = accept(await scoreLeads({ ...input, onProgress: () => {} }));
  const fields = accept(await readMapping(mapping));
  const read = accept(await readLeads(files, fields, { activities, asOf: AS_OF }));
  return { scores, leads: new Map(read.leads.map(({ lead }) => [lead.id, lead])) };
}

async function scoreStateless(service: ServiceFixture, leads: readonly Lead[]) {
  const written = leads.map((lead) => ({
    id: lead.id,
    attributes: lead.attributes,
    activities: lead.activities.map(writeActivity),
  }));
  const ask = askAs(service, "integration");
  const { items, refused } = (await ask("POST", "/v1/scores?ledger=true", { leads: written })).body;
  expect(refused).toEqual([]);
  return items as readonly ScoreAnswer[];
}

async function readStored(service: ServiceFixture, id: string): Promise<ScoreAnswer> {
  const { body } = await askAs(service, "sales")("GET", `/v1/leads/${id}/score`);
  return scoreAnswerSchema.parse(body);
}

async function post(service: ServiceFixture, name: string, items: readonly object[]) {
  const { body } = await askAs(service, "integration")("POST", `/v1/${name}`, { [name]: items });
  expect(body).toMatchObject({ refused: [] });
}

/** What a lead did, as an integrator writes it. */
function writeActivities({ id, activities }: Lead) {
  return activities.map((each, i) => ({ ...writeActivity(each), key: `${id}-${i}`, lead: id }));
}

function writeActivity({ at, ...rest }: Activity) {
  return { ...rest, at: new Date(at).toISOString() };
}

function expectSame(answer: ScoreAnswer, { asOf, rules, model }: LeadScore): void {
  const { total, ...placed } = rules;
  expect(answer.asOf).toBe(new Date(asOf).toISOString());
  expect(answer.rules).toEqual({ ...placed, score: total, version: answer.rules.version });
  const { low, high, ...learnt } = model;
  expect(answer.model).toEqual({ ...learnt, interval: { low, high } });
}

function accept<T>(result: T | Refusal): T {
  if (result instanceof Refusal) throw new Error(result.message);
  return result;
}
