import * as fc from "fast-check";
import { expect, it } from "vitest";
import { writeCanonicalJson } from "../../src/scorecard/canonical-json.ts";

/** The same document with the keys of every object turned round. */
function turnKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turnKeys);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, part]) => [key, turnKeys(part)]),
  );
}

it("is the same however keys are ordered, and reads back as the document", () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), (document) => {
      const text = writeCanonicalJson(document);
      expect(writeCanonicalJson(turnKeys(document))).toBe(text);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(document)));
    }),
  );
});

it("differs where documents do", () => {
  const texts = [{ a: 1 }, { a: 2 }, { b: 1 }, { a: [1] }, { a: "1" }, {}, [], null].map(
    writeCanonicalJson,
  );
  expect(new Set(texts).size).toBe(texts.length);
  expect(writeCanonicalJson({ b: [{ d: 1, c: 2 }], a: null })).toBe(
    '{"a":null,"b":[{"c":2,"d":1}]}',
  );
});
