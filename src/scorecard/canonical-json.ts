/**
 * JSON text that is the same for equal documents: without space, the keys of objects in the order of
 * their UTF-16 code units. Numbers are written as JSON writes them, so that −0 is 0; keys without a
 * value are left out.
 *
 * @throws TypeError on what JSON cannot hold, such as a circle
 * Cost O(n log n). Source: RFC 8785, whose numbers and texts are those of JSON.stringify.
 */
export function writeCanonicalJson(document: unknown): string {
  return JSON.stringify(document, (_, value: unknown) =>
    isObject(value) ? sortKeys(value) : value,
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function sortKeys(object: Readonly<Record<string, unknown>>): Record<string, unknown> {
  // Without a prototype, so that a key may be called __proto__.
  const sorted = Object.create(null) as Record<string, unknown>;
  for (const key of Object.keys(object).toSorted()) sorted[key] = object[key];
  return sorted;
}
