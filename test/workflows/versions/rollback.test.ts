import * as fc from "fast-check";
import { expect, test } from "vitest";
import { runDueJobs } from "../../../src/jobs/worker.ts";
import type { Activity } from "../../../src/scorecard/lead.ts";
import type { Context } from "../../../src/workflows/context.ts";
import { recordActivities } from "../../../src/workflows/keeping/record-activities.ts";
import { upsertLeads } from "../../../src/workflows/keeping/upsert-leads.ts";
import { promoteModel } from "../../../src/workflows/versions/promote-model.ts";
import {
  publishScorecard,
  rollBackScorecard,
} from "../../../src/workflows/versions/publish-scorecard.ts";
import { DAY, NOW } from "../../scorecard/cards.ts";
import {
  ACTOR,
  accept,
  addCandidate,
  draftCard,
  makeCard,
  publishCard,
  useContext,
} from "./version-fixture.ts";

const leadArbitrary = fc.record({
  attributes: fc.record({
    large: fc.constantFrom("yes", null),
    extra: fc.constantFrom(1, null),
  }),
  daysAgo: fc.array(fc.double({ min: 0, max: 400, noNaN: true }), { maxLength: 4 }),
});

const draftArbitrary = fc.record({
  large: fc.integer({ min: -50, max: 50 }),
  halfLifeDays: fc.integer({ min: 1, max: 90 }),
  extra: fc.constantFrom(undefined, "extra"),
});

function cardOf({
  extra,
  ...parts
}: typeof draftArbitrary extends fc.Arbitrary<infer T> ? T : never) {
  return makeCard({ ...parts, ...(extra !== undefined && { extra }) });
}

async function work(context: Context): Promise<void> {
  await runDueJobs(context, undefined, (fault) => {
    throw fault;
  });
}

async function readScores({ database: { sql } }: Context) {
  const rows = await sql`
    SELECT external_id, as_of::text, scorecard_version_id, model_version_id, scorecard, total, fit,
      engagement, cell, probability, probability_low, probability_high, log_odds, model_points,
      disagrees, doses::text
    FROM lead_score JOIN lead ON lead.id = lead_id ORDER BY lead.id`;
  return rows.map((row) => ({ ...row }));
}

test("publishing and rolling back restores every score to the last digit", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(leadArbitrary, { minLength: 1, maxLength: 12 }),
      fc.array(draftArbitrary, { minLength: 1, maxLength: 3 }),
      fc.constantFrom("send", "hold", "drop" as const),
      async (leads, drafts, events) => {
        const context = await useContext();
        const { id } = await publishCard(context, makeCard());
        await addCandidate(context, id);
        accept(await promoteModel(context, ACTOR, { slug: "small", version: 1 }));
        await upsertLeads(
          context,
          leads.map(({ attributes }, i) => ({ id: `L-${i}`, attributes })),
        );
        await recordActivities(
          context,
          leads.flatMap(({ daysAgo }, i) =>
            daysAgo.map((days, k) => {
              const at = Math.round(NOW - days * DAY);
              const visit: Activity = { type: "visit", at };
              return { ...visit, key: `${i}-${k}`, lead: `L-${i}` };
            }),
          ),
        );
        await work(context);
        const before = await readScores(context);
        expect(before).toHaveLength(leads.length);
        for (const draft of drafts) {
          const { version } = await draftCard(context, cardOf(draft));
          accept(await publishScorecard(context, ACTOR, { slug: "small", version, events }));
          await work(context);
          expect(await readScores(context)).not.toEqual(before);
        }
        accept(await rollBackScorecard(context, ACTOR, { slug: "small", version: 1, events }));
        await work(context);
        expect(await readScores(context)).toEqual(before);
      },
    ),
    { numRuns: 12 },
  );
});
