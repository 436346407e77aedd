import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { createSample, SEED } from "../../data/generator/sample.ts";
import { LOG_ODDS_PER_POINT, TRUTH } from "../../data/generator/truth.ts";
import { screenColumns } from "../../src/history/leaks/leak-screen.ts";
import { mappingSchema } from "../../src/history/mapping.ts";
import { readHistory } from "../../src/history/reading/reading.ts";
import { Refusal } from "../../src/refusal.ts";
import { compileScorecards, doseLead } from "../../src/scorecard/compiled.ts";
import { BANDS, GRADES, scorecardSchema } from "../../src/scorecard/schema.ts";
import { scoreDoses } from "../../src/scorecard/score.ts";
import { estimateAuc } from "../../src/statistics/auc.ts";
import { groupBy, type Row, readCsv } from "./csv-text.ts";

const ROOT = join(import.meta.dirname, "../..");
const FOLDER = join(ROOT, "data/sample");
const read = (name: string) => readFileSync(join(FOLDER, name), "utf8");

const deals = readCsv(read("deals.csv"));
const leads = readCsv(read("leads.csv"));
const activities = readCsv(read("activities.csv"));
const feedback = readCsv(read("feedback.csv"));
const mapping = mappingSchema.parse(JSON.parse(read("mapping.json")));
const scorecard = scorecardSchema.parse(JSON.parse(read("scorecard.json")));
const lines = scorecard.buckets.flatMap((bucket) =>
  bucket.characteristics.flatMap((characteristic) => characteristic.lines),
);

const { cases } = createSample(SEED);
const compiled = compileScorecards({
  format: "counterweight/scorecard-set@1",
  segments: [],
  fallback: scorecard,
});

const outcomeOf = (row: Row) =>
  ({ "closed won": "won", "closed lost": "lost" })[row["Stage"]!.trim().toLowerCase()];
/** By lead; the final row of a deal that stands twice is the closed one. */
const closed = new Map(deals.filter(outcomeOf).map((row) => [row["Lead ID"]!, row]));
const won = [...closed.values()].filter((row) => outcomeOf(row) === "won");

describe("the generator", () => {
  it("writes the committed files again to the byte", async () => {
    const folder = mkdtempSync(join(tmpdir(), "counterweight-sample-"));
    const generate = ["--import", "tsx", join(ROOT, "data/generate.ts"), folder];
    await promisify(execFile)(process.execPath, generate, { cwd: ROOT });
    const names = readdirSync(folder).toSorted();
    expect(names).toEqual(readdirSync(FOLDER).toSorted());
    for (const name of names)
      expect(readFileSync(join(folder, name), "utf8") === read(name), name).toBe(true);
    rmSync(folder, { recursive: true });
  });

  it("writes other deals from another seed", () => {
    const other = createSample(SEED + 100);
    expect(other.files["deals.csv"]).not.toBe(read("deals.csv"));
    expect(other.files["scorecard.json"]).toBe(read("scorecard.json"));
  });

  it("says what every line of the scorecard is worth, and of no other", () => {
    expect(Object.keys(TRUTH).toSorted()).toEqual(lines.map(({ id }) => id).toSorted());
  });

  it("calls right just those lines whose points are their log-odds", () => {
    for (const { id, points } of lines) {
      const miss = Math.abs(TRUTH[id]!.logOdds - LOG_ODDS_PER_POINT * points!);
      expect(miss < 1e-9, id).toBe(TRUTH[id]!.note === "right");
    }
  });
});

describe("the sample's rules", () => {
  const later = cases
    .filter(({ outcome }) => outcome !== "open")
    .toSorted((a, b) => a.timeline.handedOverAt - b.timeline.handedOverAt)
    .slice(-1200);
  const outcomes = Uint8Array.from(later, ({ outcome }) => (outcome === "won" ? 1 : 0));
  const aucOf = (scores: readonly number[]) =>
    estimateAuc(Float64Array.from(scores), outcomes) as { value: number };

  it("rank later deals better than chance, and far worse than the truth does", () => {
    const rules = aucOf(later.map(({ shownScore }) => shownScore)).value;
    const truth = aucOf(later.map(({ trueLogOdds }) => trueLogOdds)).value;
    expect(rules).toBeGreaterThan(0.65);
    expect(rules).toBeLessThan(0.7);
    expect(truth).toBeGreaterThan(0.76);
    expect(truth).toBeLessThan(0.82);
  });

  it("put a part of the leads above each threshold and into each grade and band", () => {
    for (const { id, score } of scorecard.thresholds) {
      const share = cases.filter(({ shownScore }) => shownScore >= score).length / cases.length;
      expect(share, id).toBeGreaterThan(0.03);
      expect(share, id).toBeLessThan(0.6);
    }
    const scores = cases.map(({ doses }) =>
      scoreDoses(
        compiled,
        Float64Array.from(compiled.lines, ({ line }) => doses[line.id]!),
        0,
      ),
    );
    for (const mark of [...GRADES, ...BANDS]) {
      const share = scores.filter(({ grade, band }) => grade === mark || band === mark).length;
      expect(share / cases.length, String(mark)).toBeGreaterThan(0.05);
    }
  });
});

describe("the sample history", () => {
  it("holds about 4,000 closed deals, 22 to 28 per cent of them won, and some hundred open", () => {
    expect(closed.size).toBeGreaterThan(3900);
    expect(closed.size).toBeLessThan(4100);
    expect(won.length / closed.size).toBeGreaterThan(0.22);
    expect(won.length / closed.size).toBeLessThan(0.28);
    const open = deals.filter((row) => /^(qualification|proposal|nego)/i.test(row["Stage"]!));
    expect(open.length).toBeGreaterThan(200);
    expect(open.length).toBeLessThan(500);
    const years = new Set([...closed.values()].map((row) => row["Handed over"]!.slice(0, 4)));
    for (const year of ["2023", "2024", "2025"]) expect(years).toContain(year);
  });

  it("stays small enough to live beside the code", () => {
    const bytes = readdirSync(FOLDER).map((name) => Buffer.byteLength(read(name)));
    expect(Math.max(...bytes)).toBeLessThan(2_500_000);
    expect(bytes.reduce((sum, one) => sum + one, 0)).toBeLessThan(3_000_000);
  });

  it("names only columns that its files have", () => {
    const headers = { deals: Object.keys(deals[0]!), leads: Object.keys(leads[0]!) };
    const named = [...mapping.attributes, ...mapping.excludedColumns];
    for (const { column, from } of named) expect(headers[from]).toContain(column);
    const { file: _, ...columns } = mapping.activities!;
    expect(Object.keys(activities[0]!)).toEqual(Object.values(columns));
    expect(Object.keys(feedback[0]!)).toEqual(Object.values(mapping.feedback!));
  });

  it("has one lead for every deal, and activities and feedback only of these leads", () => {
    const ids = new Set(leads.map((row) => row["Lead ID"]));
    expect(ids.size).toBe(leads.length);
    for (const rows of [deals, activities, feedback])
      expect(rows.every((row) => ids.has(row["Lead ID"]))).toBe(true);
  });

  it("numbers leads in the order in which they were created", () => {
    const created = new Map(deals.map((row) => [row["Lead ID"]!, row["Created"]!]));
    const inOrder = leads.map((row) => created.get(row["Lead ID"]!)!);
    expect(inOrder).toEqual(inOrder.toSorted());
  });

  it("holds 8 deals that stand twice, the later state closed, in either order", () => {
    const repeated = groupBy(deals, "Deal ID").filter((rows) => rows.length > 1);
    expect(repeated).toHaveLength(8);
    const lastIsClosed = repeated.map((rows) => {
      const [latest] = rows.toSorted((a, b) =>
        a["Last modified"]! < b["Last modified"]! ? 1 : -1,
      );
      expect(outcomeOf(latest!)).toBeDefined();
      return latest === rows.at(-1);
    });
    expect(new Set(lastIsClosed)).toEqual(new Set([true, false]));
  });

  it("is read with 12 rows rejected, 8 duplicates, and the doses that outcomes were drawn from", async () => {
    const paths = ["deals.csv", "leads.csv"].map((name) => join(FOLDER, name));
    const activities = join(FOLDER, "activities.csv");
    const history = await readHistory(paths, mapping, { activities });
    if (history instanceof Refusal) throw new Error(history.message);
    expect(history.rejected).toHaveLength(12);
    expect(history.duplicates).toHaveLength(8);
    const caseOf = new Map(cases.map((one) => [one.leadId, one]));
    for (const { lead, outcome, asOf } of history.deals) {
      const drawn = caseOf.get(lead.id)!;
      expect([outcome, asOf]).toEqual([drawn.outcome, drawn.timeline.handedOverAt]);
      const { doses } = doseLead(compiled, lead, asOf);
      expect([...doses]).toEqual(compiled.lines.map(({ line }) => drawn.doses[line.id]));
    }
  });
});

describe("lead L-0042", () => {
  const id = "L-0042";

  it("is a closed deal with activities on both sides of its hand-over, and with feedback", () => {
    const deal = closed.get(id)!;
    const own = activities.filter((row) => row["Lead ID"] === id);
    const earlier = own.filter((row) => row["At"]! <= deal["Handed over"]!);
    expect(earlier.length).toBeGreaterThanOrEqual(8);
    expect(own.length).toBeGreaterThan(earlier.length);
    expect(feedback.some((row) => row["Lead ID"] === id)).toBe(true);
  });

  it("meets lines that give points and lines that should take them", () => {
    const { doses } = cases.find(({ leadId }) => leadId === id)!;
    const met = lines.filter((line) => doses[line.id]! > 0);
    const worth = met.map((line) => Math.sign(TRUTH[line.id]!.logOdds));
    expect(new Set(worth)).toEqual(new Set([1, 0, -1]));
    expect(met.some(({ points }) => points! < 0)).toBe(true);
  });
});

describe("what a careless reader would learn from", () => {
  it("is the next step agreed, by name, by fill and by outcome, and not the confirmed budget", () => {
    const rows = [...closed.values()];
    const outcomes = Uint8Array.from(rows, (row) => (outcomeOf(row) === "won" ? 1 : 0));
    const columns = ["Next step agreed", "Budget confirmed"].map((name) => ({
      name,
      values: rows.map((row) => row[name] || null),
    }));
    const findings = screenColumns(columns, outcomes, { seed: 1 });
    expect(findings.map(({ column, reasons }) => ({ column, reasons }))).toEqual(
      mapping.excludedColumns.map(({ column, reasons }) => ({ column, reasons })),
    );
    expect(mapping.attributes.map(({ column }) => column)).toContain("Budget confirmed");
  });

  it("is the activities after the hand-over, of which won deals have at least thrice as many", () => {
    const isLater = (row: Row) => {
      const deal = closed.get(row["Lead ID"]!);
      return deal !== undefined && row["At"]! > deal["Handed over"]!;
    };
    const wonLeads = new Set(won.map((row) => row["Lead ID"]));
    const later = activities.filter(isLater);
    const ofWon = later.filter((row) => wonLeads.has(row["Lead ID"])).length;
    const perWon = ofWon / won.length;
    const perLost = (later.length - ofWon) / (closed.size - won.length);
    expect(perLost).toBeGreaterThan(0.5);
    expect(perWon / perLost).toBeGreaterThan(3);
  });
});

describe("the reps' feedback", () => {
  it("holds about 900 verdicts of a dozen reps, some leads judged by two", () => {
    expect(feedback.length).toBeGreaterThan(850);
    expect(feedback.length).toBeLessThan(950);
    expect(new Set(feedback.map((row) => row["Rep"])).size).toBe(12);
    expect(new Set(feedback.map((row) => row["Verdict"]))).toEqual(
      new Set(["accepted", "rejected"]),
    );
    const judged = groupBy(feedback, "Lead ID");
    expect(judged.some((rows) => rows.length === 2)).toBe(true);
  });

  it("leans on the shown score as well as on what will happen, and differs by rep", () => {
    const caseOf = new Map(cases.map((one) => [one.leadId, one]));
    const accepted = Uint8Array.from(feedback, (row) => (row["Verdict"] === "accepted" ? 1 : 0));
    const scores = feedback.map((row) => caseOf.get(row["Lead ID"]!)!.shownScore);
    const truth = feedback.map((row) => caseOf.get(row["Lead ID"]!)!.trueLogOdds);
    for (const values of [scores, truth]) {
      const auc = estimateAuc(Float64Array.from(values), accepted) as { low: number };
      expect(auc.low).toBeGreaterThan(0.55);
    }
    const shares = groupBy(feedback, "Rep").map(
      (rows) => rows.filter((row) => row["Verdict"] === "accepted").length / rows.length,
    );
    expect(Math.max(...shares) - Math.min(...shares)).toBeGreaterThan(0.2);
  });
});
