/** As JSON writes NUL and the halves of broken surrogate pairs, which the database cannot hold. */
const UNSTORABLE = /\\u(?:0000|d[89a-f])/i;

/** The same data with texts that the database can hold: without NUL, broken pairs replaced. */
export function makeStorable<T>(data: T): T {
  const text = JSON.stringify(data);
  return UNSTORABLE.test(text) ? JSON.parse(text, cleanText) : data;
}

function cleanText(_key: string, value: unknown): unknown {
  return typeof value === "string" ? value.toWellFormed().replaceAll("\0", "") : value;
}
