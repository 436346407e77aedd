import { z } from "zod";
import { Refusal, type RefusalCode } from "../refusal.ts";
import { type ScorecardSet, scorecardSchema, scorecardSetSchema } from "./schema.ts";

const formatSchema = z.looseObject({ format: z.string() });

/** A scorecard file: one scorecard, or a set of them for several segments. */
export const scorecardFileSchema = z.discriminatedUnion("format", [
  scorecardSchema,
  scorecardSetSchema,
]);

/**
 * The scorecards in a parsed file. One scorecard is a set with a fallback alone.
 *
 * @param json what JSON.parse gave
 * @param file name for the refusal
 * @returns `scorecard-invalid` with the path of each fault and what was expected there
 */
export function parseScorecards(json: unknown, file: string): ScorecardSet | Refusal {
  const parsed = parseDocument(scorecardFileSchema, json, file, "scorecard-invalid");
  if (parsed instanceof Refusal || parsed.format === "counterweight/scorecard-set@1") return parsed;
  return { format: "counterweight/scorecard-set@1", segments: [], fallback: parsed };
}

/** Checks a document against its schema; a refusal lists every fault with its path. */
export function parseDocument<T>(
  schema: z.ZodType<T>,
  json: unknown,
  file: string,
  code: RefusalCode,
): T | Refusal {
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const format = formatSchema.safeParse(json);
  const details = parsed.error.issues.map((issue) => ({
    where: `${file}: ${formatPath(issue.path)}`,
    reason: describeIssue(issue),
  }));
  const faults = details.length === 1 ? "1 fault" : `${details.length} faults`;
  const said = format.success ? ` (format ${format.data.format})` : "";
  return new Refusal(
    code,
    `${file} has ${faults}${said}.`,
    "Correct the places named; docs/schemas holds the JSON Schema that an editor can check against.",
    details,
  );
}

function describeIssue(issue: z.core.$ZodIssue): string {
  if (issue.code === "unrecognized_keys")
    return `expected no key of the name ${issue.keys.join(", ")}`;
  if (issue.code === "invalid_union" && issue.discriminator !== undefined)
    return `expected a known value of ${issue.discriminator}`;
  return issue.message.replace(/^Invalid (input|option): /, "");
}

/** buckets[0].lines[2].points, or `the document` for its root. */
function formatPath(path: readonly PropertyKey[]): string {
  if (path.length === 0) return "the document";
  return path
    .map((key, i) => (typeof key === "number" ? `[${key}]` : `${i === 0 ? "" : "."}${String(key)}`))
    .join("");
}
