import { readFile, writeFile } from "node:fs/promises";
import { calibrationSchema } from "../../src/report/calibration.ts";
import { renderCharts } from "../../src/report/svg.ts";

/** Draws the README's picture from the sample's calibration, which `npm run calibrate` writes. */
const found = new URL("../../out/sample/calibration.json", import.meta.url);
const calibration = calibrationSchema.parse(JSON.parse(await readFile(found, "utf8")));
const charts = await renderCharts(calibration);
const lines = charts.find((chart) => chart.id === "lines");
if (lines === undefined) throw new Error(`no picture of lines among ${charts.map((c) => c.id)}`);
for (const theme of ["light", "dark"] as const)
  await writeFile(new URL(`points-${theme}.svg`, import.meta.url), lines[theme]);
