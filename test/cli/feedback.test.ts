import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { openDatabase } from "../../src/store/database.ts";
import { upsertLeads } from "../../src/workflows/keeping/upsert-leads.ts";
import { createTestDatabase, dropTestDatabase } from "../database.ts";
import { makeFolder } from "../folder.ts";
import { makeRankingContext, publishRanking } from "../workflows/routing/ranked-leads.ts";
import { counterweightOn } from "./connected-command.ts";

const FILE = `Lead,Verdict,Reason,Rep,At,Comment,Saw score,Shown version
a,accepted,good-fit; other,ann,2025-01-02 10:00,Nice,yes,ranking/1
a,accepted,good-fit; other,ann,2025-01-02 10:00,Nice,yes,ranking/1
b,2,no-budget,ben,,,no,
nobody,5,,,,,,
b,maybe,,,,,,
b,1,bored,,,,,
b,1,,,2999-01-01,,,
b,1,,,,,perhaps,
b,1,,,,,yes,ranking/7
b,1,,,,,yes,seven
`;

it("keeps each row once, and names those that it leaves out", async () => {
  const url = await createTestDatabase();
  const database = openDatabase(url, { connections: 2 });
  onTestFinished(async () => {
    await database.close();
    await dropTestDatabase(url);
  });
  await publishRanking(database);
  const leads = ["a", "b"].map((id) => ({ id, attributes: { fits: true } }));
  await upsertLeads(makeRankingContext(database), leads);
  const path = join(makeFolder(), "feedback.csv");
  writeFileSync(path, FILE);

  const first = await counterweightOn(url, "feedback", path);
  expect(first.stdout).toBe("Feedback: 3 new, 0 kept before, 7 left out.\n");
  expect(first.exitCode).toBe(0);
  for (const place of [
    "line 5, Lead: no lead has this id",
    "line 6, Verdict: neither accepted",
    "line 7, Reason: expected codes",
    "line 8, At: ",
    "line 9, Saw score: neither yes",
    "line 10, Shown version: no scorecard version",
    "line 11, Shown version: expected the name",
  ])
    expect(first.stderr).toContain(place);
  const again = await counterweightOn(url, "feedback", path);
  expect(again.stdout).toBe("Feedback: 0 new, 3 kept before, 7 left out.\n");
  const rows = await database.sql`
    SELECT accepted, rating, reason, more_reasons, comment, rep, author, saw_score,
      shown_version_id IS NOT NULL AS shown FROM feedback ORDER BY rep, id LIMIT 3`;
  const ann = { accepted: true, rating: null, reason: "good-fit", more_reasons: ["other"] };
  expect(rows).toEqual([
    { ...ann, comment: "Nice", rep: "ann", author: "import", saw_score: true, shown: true },
    { ...ann, comment: "Nice", rep: "ann", author: "import", saw_score: true, shown: true },
    {
      accepted: false,
      rating: 2,
      reason: "no-budget",
      more_reasons: [],
      comment: null,
      rep: "ben",
      author: "import",
      saw_score: false,
      shown: false,
    },
  ]);
});

it("tells what is wrong with a file that is none", async () => {
  const url = await createTestDatabase();
  onTestFinished(() => dropTestDatabase(url));
  const path = join(makeFolder(), "feedback.csv");
  writeFileSync(path, "name,city\nann,Bonn\n");
  const told = await counterweightOn(url, "feedback", path);
  expect(told.exitCode).toBe(2);
  expect(told.stderr).toMatch(/^counterweight: .+\n[^]*What to do: /);
});
