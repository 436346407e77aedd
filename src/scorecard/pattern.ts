import { RE2JS } from "re2js";

/**
 * A pattern that people wrote, compiled without case. RE2 takes time in proportion to the text, so that
 * no pattern can stall a run; it knows no look-around and no back-references.
 *
 * @throws an error where the pattern is not valid
 */
export function compilePattern(pattern: string): RE2JS {
  return RE2JS.compile(pattern, RE2JS.CASE_INSENSITIVE);
}
