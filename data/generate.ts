/**
 * Writes the sample history: `npm run sample`, or `tsx data/generate.ts FOLDER`.
 *
 * Leads are drawn with a profile and a stream of activities, dosed by the scorecard as of their
 * hand-over, and won or lost by the table of what each line is worth (generator/truth.ts). Then the
 * reps' verdicts are drawn, and the faults that exports have are put in (generator/faults.ts).
 */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createSample, SEED } from "./generator/sample.ts";

const folder = process.argv[2] ?? join(import.meta.dirname, "sample");
const { files, counts } = createSample(SEED);

await mkdir(folder, { recursive: true });
for (const [name, text] of Object.entries(files)) {
  await writeFile(join(folder, name), text);
  console.log(`${join(folder, name)}: ${Buffer.byteLength(text).toLocaleString("en-US")} bytes`);
}
const closed = counts.won + counts.lost;
console.log(
  `${closed} closed deals (${((100 * counts.won) / closed).toFixed(1)} % won), ${counts.open} open, ` +
    `${counts.activities} activities, ${counts.feedback} verdicts of sales; seed ${SEED}`,
);
