import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { readHistory } from "../../src/history/reading/reading.ts";
import { Refusal } from "../../src/refusal.ts";
import type { Calibration } from "../../src/report/calibration.ts";
import { formatInterval, formatNumber, formatSigned } from "../../src/report/format.ts";
import { isEstimated } from "../../src/statistics/estimate.ts";
import {
  type CalibrateResult,
  calibrate,
  calibrateHistory,
} from "../../src/workflows/calibrate.ts";
import { propose } from "../../src/workflows/propose.ts";

/**
 * Writes results.md: what `init` and `calibrate`, unedited, find on public tables that are no part of
 * the project. Give the folder that holds them: `npm run results -- FOLDER`.
 */
interface Table {
  readonly name: string;
  readonly files: readonly string[];
  /** A 0/1 column that nothing names as an outcome; the table then gets a number for each row. */
  readonly label?: string;
  /** Days after creation as of which leads are scored, in place of those that init proposes. */
  readonly asOfDays?: number;
}

const BPI = ["bpic2012/derived/cases.csv", "bpic2012/derived/events.csv.gz"];

const TABLES: readonly Table[] = [
  { name: "X Education leads", files: ["xeducation_leads/Leads.csv"] },
  { name: "IBM sales win loss", files: ["ibm_sales_win_loss/derived/sales_win_loss_19cols.csv"] },
  { name: "BPI Challenge 2012, after 1 day", files: BPI },
  { name: "BPI Challenge 2012, after 3 days", files: BPI, asOfDays: 3 },
  { name: "Mammography", files: ["riskslim/mammo_data.csv"], label: "Malignant" },
  { name: "Breast cancer", files: ["riskslim/breastcancer_data.csv"], label: "Benign" },
];

const SAMPLE = new URL("../../data/sample/", import.meta.url).pathname;

async function main(folder: string | undefined): Promise<void> {
  if (folder === undefined) throw new Error("Give the folder that holds the tables.");
  const rows = [describe("Sample (generated)", await calibrateSample())];
  for (const table of TABLES) rows.push(describe(table.name, await calibrateTable(folder, table)));
  const page = new URL("../results.md", import.meta.url);
  await writeFile(page, renderPage(rows.map(({ row }) => row)));
  for (const { name, seconds } of rows) console.error(`${name}: ${seconds.toFixed(1)} s`);
}

interface Timed {
  readonly calibration: Calibration;
  readonly seconds: number;
}

async function calibrateSample(): Promise<Timed> {
  const file = (name: string) => join(SAMPLE, name);
  return time(() =>
    calibrate({
      exports: [file("deals.csv"), file("leads.csv")],
      activities: file("activities.csv"),
      feedback: file("feedback.csv"),
      mapping: file("mapping.json"),
      scorecard: file("scorecard.json"),
      seed: 1,
      onProgress: () => {},
    }),
  );
}

async function calibrateTable(folder: string, table: Table): Promise<Timed> {
  const { files, label, asOfDays } = table;
  const scratch = await mkdtemp(join(tmpdir(), "counterweight-results-"));
  try {
    const paths = files.map((file) => join(folder, file));
    const exports = label === undefined ? paths : [await nameOutcome(paths[0]!, label, scratch)];
    return await time(() => proposeAndCalibrate(exports, asOfDays));
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function proposeAndCalibrate(exports: readonly string[], asOfDays?: number) {
  const days = asOfDays === undefined ? {} : { asOfDays };
  const proposal = await propose({ exports, ...days, onProgress: () => {} });
  if (proposal instanceof Refusal) return proposal;
  const history = await readHistory(exports, proposal.mapping);
  if (history instanceof Refusal) return history;
  const fallback = proposal.scorecard;
  const set = { format: "counterweight/scorecard-set@1" as const, segments: [], fallback };
  return calibrateHistory(set, history, proposal.mapping, null, { seed: 1, onProgress: () => {} });
}

async function time(run: () => Promise<CalibrateResult | Refusal>): Promise<Timed> {
  const start = process.hrtime.bigint();
  const result = await run();
  if (result instanceof Refusal) throw new Error(`${result.message} ${result.remedy}`);
  return {
    calibration: result.calibration,
    seconds: Number(process.hrtime.bigint() - start) / 1e9,
  };
}

/** A copy of a table in which the label is called won and rows are numbered. */
async function nameOutcome(path: string, label: string, scratch: string): Promise<string> {
  const [header, ...rows] = (await readFile(path, "utf8")).trimEnd().split(/\r?\n/);
  const columns = header!.split(",").map((column) => (column === label ? "won" : column));
  const numbered = rows.map((row, i) => `${i + 1},${row}`);
  const copy = join(scratch, basename(path));
  await writeFile(copy, [`id,${columns.join(",")}`, ...numbered].join("\n"));
  return copy;
}

function describe(name: string, { calibration, seconds }: Timed) {
  const { arms, history, split, lines } = calibration;
  const naive = arms.naiveBayes.judge;
  const recommended = arms.recommended.judge;
  const gap =
    isEstimated(naive.auc) && isEstimated(recommended.auc)
      ? formatSigned(recommended.auc.value - naive.auc.value, 3)
      : "–";
  const cells = [
    name,
    formatNumber(history.deals),
    split.kind === "time" ? "later" : "random",
    formatNumber(split.judge),
    formatNumber(lines.length),
    showFigure(arms.rules.judge.auc),
    showFigure(naive.auc),
    showFigure(arms.model.judge.auc),
    showFigure(recommended.auc),
    showValue(arms.rulesCalibrated.judge.logLoss),
    showValue(naive.logLoss),
    showValue(arms.model.judge.logLoss),
    showValue(recommended.logLoss),
    gap,
  ];
  return { name, seconds, row: `| ${cells.join(" | ")} |` };
}

type Figure = Calibration["arms"]["model"]["judge"]["auc"];

function showFigure(figure: Figure): string {
  return isEstimated(figure) ? formatInterval(figure, (value) => formatNumber(value, 3)) : "–";
}

function showValue(figure: Figure): string {
  return isEstimated(figure) ? formatNumber(figure.value, 4) : "–";
}

function renderPage(rows: readonly string[]): string {
  const heads = [
    "table",
    "deals",
    "judged by",
    "judging",
    "lines",
    "AUC rules",
    "AUC naive Bayes",
    "AUC model",
    "AUC recommended",
    "log loss rules",
    "naive Bayes",
    "model",
    "recommended",
    "AUC recommended − naive Bayes",
  ];
  return `# Results

What \`counterweight init\` and \`calibrate\`, unedited, find on public tables that are no part of this
project, and on the generated sample with its own scorecard. All figures are of deals that trained
nothing, with 95 % intervals where they fit. *Rules* is the scorecard or the vendor's score as it stands
(– where all leads score the same, since a starter scorecard is unrated), calibrated for the log loss;
*naive Bayes* scores as Odoo does, over the same lines; *recommended* is the integer scorecard. After 1
day is what init proposes for the loan applications; after 3 days, with few deals left to decide, naive
Bayes ranks them better than the recommendation does.

| ${heads.join(" | ")} |
|${heads.map((_, k) => (k === 0 ? "---" : "---:")).join("|")}|
${rows.join("\n")}

Written by \`npm run results -- FOLDER\`, where FOLDER holds the tables.
`;
}

await main(process.argv[2]);
