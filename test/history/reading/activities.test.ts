import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readHistory } from "../../../src/history/reading/reading.ts";
import { expectRead, expectRefusal, makeExportFolder, makeMapping } from "./export-folder.ts";

const folder = makeExportFolder();
const HOUR_MS = 3_600_000;
const DEALS = `id,stage,created,closed
a,Closed Won,2025-01-01,2025-03-01
b,Closed Lost,2025-01-02,2025-03-01
c,Closed Lost,2025-01-03,2025-03-01
`;
const mapping = makeMapping({
  activities: {
    file: "events.csv",
    leadId: "lead",
    at: "when",
    type: "what",
    asset: "page",
    minutes: "minutes",
  },
  asOf: { moment: "days-after-creation", days: 3 },
});

async function readWith(events: string) {
  const paths = [folder.write("deals.csv", DEALS), folder.write("events.csv", events)];
  return expectRead(await readHistory(paths, mapping));
}

describe("activities", () => {
  it("reach their lead in order of time, up to its moment and no later", async () => {
    const history = await readWith(`lead,when,what,page,minutes
a,2025-01-04T00:00:00Z,visit,pricing,2.5
a,2025-01-04T00:00:00.001Z,visit,late,
a,2025-01-01T08:00:00Z,email,,
b,2025-01-02T10:00:00+02:00,visit,home,soon
x,2025-01-02,visit,,
`);
    expect(history.hasActivities).toBe(true);
    expect(history.deals.map(({ lead }) => lead.activities)).toEqual([
      [
        { type: "email", at: Date.parse("2025-01-01T08:00:00Z") },
        { type: "visit", at: Date.parse("2025-01-04"), asset: "pricing", minutes: 2.5 },
      ],
      [{ type: "visit", at: Date.parse("2025-01-02T08:00:00Z"), asset: "home" }],
      [],
    ]);
    expect(history.unreadable).toMatchObject([
      { file: "events.csv", column: "minutes", cells: 1, firstLine: 5 },
    ]);
  });

  it("without a lead, a type or a readable time are rejected rows", async () => {
    const history = await readWith(`lead,when,what,page,minutes
a,2025-01-01,visit,,
,2025-01-01,visit,,
b,2025-01-01,visit,,
c,2025-01-01,visit,,
b,2025-01-02,visit,,
c,2025-01-02,visit,,
a,last week,visit,,
a,,visit,,
a,2025-01-01,,,
`);
    expect(history.rejected.map((row) => [row.file, row.line, row.column])).toEqual([
      ["events.csv", 3, "lead"],
      ["events.csv", 8, "when"],
      ["events.csv", 9, "when"],
      ["events.csv", 10, "what"],
    ]);
  });

  it("may be given as a file of their own name", async () => {
    const deals = folder.write("deals.csv", DEALS);
    const activities = folder.write(
      "web.csv",
      "lead,when,what,page,minutes\na,2025-01-01,visit,,\n",
    );
    const history = expectRead(await readHistory([deals], mapping, { activities }));
    expect(history.deals[0]!.lead.activities).toHaveLength(1);
  });

  it("may be none at all, but not half of them broken", async () => {
    const none = await readWith("lead,when,what,page,minutes\n");
    expect([none.hasActivities, none.deals[0]!.lead.activities]).toEqual([true, []]);
    const paths = [
      folder.path("deals.csv"),
      folder.write("events.csv", "lead,when,what,page,minutes\na,soon,visit,,\n"),
    ];
    expect(expectRefusal(await readHistory(paths, mapping)).code).toBe("rows-broken");
  });

  it("later than the moment never change any deal, added, removed or changed", async () => {
    const created = { a: "2025-01-01", b: "2025-01-02", c: "2025-01-03" };
    const event = fc.record({
      lead: fc.constantFrom("a", "b", "c"),
      hours: fc.integer({ min: -200, max: 200 }),
      type: fc.constantFrom("visit", "email", "call"),
    });
    const property = fc.asyncProperty(
      fc.array(event, { maxLength: 12 }),
      fc.array(event, { maxLength: 12 }),
      async (events, others) => {
        const write = ({ lead, hours, type }: (typeof events)[number]) => {
          const moment = Date.parse(created[lead as "a" | "b" | "c"]) + 72 * HOUR_MS;
          return `${lead},${new Date(moment + hours * HOUR_MS).toISOString()},${type},,`;
        };
        const known = events.filter(({ hours }) => hours <= 0).map(write);
        // One that every reading has, so that the files belong together.
        const rows = ["lead,when,what,page,minutes", "a,2025-01-01,visit,,", ...known];
        const before = await readWith(`${rows.join("\n")}\n`);
        const later = others.filter(({ hours }) => hours > 0).map(write);
        const mixed = [rows[0]!, ...later.slice(0, 5), ...rows.slice(1), ...later.slice(5)];
        const after = await readWith(`${mixed.join("\n")}\n`);
        expect(after.deals).toEqual(before.deals);
        for (const { asOf, lead } of after.deals)
          for (const activity of lead.activities) expect(activity.at).toBeLessThanOrEqual(asOf);
        const counted = after.deals.flatMap(({ lead }) => lead.activities).length;
        expect(counted).toBe(known.length + 1);
      },
    );
    await fc.assert(property, { numRuns: 25 });
  });
});
