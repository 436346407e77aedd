import { expect, test } from "vitest";
import { hasReport, OTHER_SEED, saveReport } from "../../src/store/reports.ts";
import { useTestDatabase } from "../database.ts";

test("reports of other seeds displace one another, and none of the usual seed", async () => {
  const database = await useTestDatabase();
  const save = (basis: string) => saveReport(database, { basis, html: "", json: "{}", md: "" }, 2);
  const bases = ["usual", "a", "b", "c"].map((name) =>
    name === "usual" ? name : `${OTHER_SEED}${name}`,
  );
  for (const basis of bases) await save(basis);
  const kept = await Promise.all(bases.map((basis) => hasReport(database, basis)));
  expect(kept).toEqual([true, false, true, true]);
  for (const basis of ["newer", "newest"]) await save(basis);
  expect(await hasReport(database, "usual")).toBe(false);
});
