import { createHash } from "node:crypto";
import { writeCanonicalJson } from "../../scorecard/canonical-json.ts";
import type { ScorecardSet } from "../../scorecard/schema.ts";

/** SHA-256 of scorecards as documents: what was back-tested is what has the same. */
export function hashDocument(set: ScorecardSet): string {
  return createHash("sha256").update(writeCanonicalJson(set)).digest("hex");
}
