import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { mappingSchema } from "../../src/history/mapping.ts";
import { abReportSchema } from "../../src/report/ab/schema.ts";
import { calibrationSchema } from "../../src/report/calibration.ts";
import { scorecardFileSchema } from "../../src/scorecard/parse.ts";
import { modelSchema } from "../../src/trainer/model.ts";

const SCHEMAS = {
  scorecard: { schema: scorecardFileSchema, io: "input" },
  mapping: { schema: mappingSchema, io: "input" },
  calibration: { schema: calibrationSchema, io: "output" },
  "ab-report": { schema: abReportSchema, io: "output" },
  model: { schema: modelSchema, io: "output" },
} as const;

/** JSON Schemas of the files that people and programs exchange with Counterweight, by name. */
export function renderSchemas(): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(SCHEMAS).map(([name, { schema, io }]) => [
      `${name}.schema.json`,
      `${JSON.stringify(z.toJSONSchema(schema, { io }), null, 2)}\n`,
    ]),
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  for (const [name, text] of Object.entries(renderSchemas()))
    await writeFile(new URL(name, import.meta.url), text);
