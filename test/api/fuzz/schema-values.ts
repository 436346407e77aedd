import * as fc from "fast-check";

/** As much of JSON Schema as the service's description uses. */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly items?: JsonSchema;
  readonly format?: string;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
}

/** Words that mean something to the service, so that requests also get past its first checks. */
export const KNOWN_WORDS = [
  "L-1",
  "L-2",
  "L-3",
  "1",
  "2",
  "sample-b2b-software",
  "b2b-software",
  "mql",
  "A1",
  "country",
  "jobTitle",
  "Germany",
  "visit",
  "pricing page",
] as const;

const NASTY_WORDS = [
  "",
  " ",
  "\0",
  "\ud800",
  "__proto__",
  "constructor",
  "../../etc/passwd",
  "%00",
  "' OR 1=1 --",
  "${7*7}",
  "<script>",
  "﷽".repeat(50),
  "x".repeat(1001),
  "NaN",
  "null",
  "-1",
  "9223372036854775808",
  "1e400",
];

const words = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...KNOWN_WORDS) },
  { weight: 1, arbitrary: fc.constantFrom(...NASTY_WORDS) },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 20 }) },
);

const numbers = fc.oneof(
  fc.integer({ min: -3, max: 300 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(0, -0, 1e308, 5e-324, 2 ** 53, 2 ** 63, -(2 ** 63), 2 ** 31),
);

const moments = fc.oneof(
  fc
    .date({
      min: new Date("2020-01-01T00:00:00Z"),
      max: new Date("2030-01-01T00:00:00Z"),
      noInvalidDate: true,
    })
    .map((date) => date.toISOString()),
  fc.constantFrom(
    "2025-02-30T00:00:00Z",
    "0000-01-01T00:00:00Z",
    "9999-12-31T23:59:59.999-23:59",
    "+275760-09-13T00:00:00.000Z",
    "2025-03-01",
  ),
);

/** Any JSON at all. */
export const strayValues: fc.Arbitrary<unknown> = fc.oneof(
  words,
  numbers,
  fc.constantFrom(null, true, false, [], {}, [[[[]]]], { a: { b: { c: null } } }),
  fc.jsonValue(),
);

const STRAY_IN = 40;

/** Values that fit a schema, but for one in forty that is something else. */
export function valuesOf(schema: JsonSchema, depth = 0): fc.Arbitrary<unknown> {
  return fc.oneof(
    { weight: STRAY_IN - 1, arbitrary: fittingValues(schema, depth) },
    { weight: 1, arbitrary: strayValues },
  );
}

function fittingValues(schema: JsonSchema, depth: number): fc.Arbitrary<unknown> {
  if ("const" in schema) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return fc.oneof(...choices.map((one) => valuesOf(one, depth + 1)));
  if (schema.allOf !== undefined) return valuesOf(schema.allOf[0]!, depth + 1);
  const types = [schema.type].flat();
  const type = types[0] ?? (schema.properties === undefined ? undefined : "object");
  switch (type) {
    case "object":
      return objectsOf(schema, depth);
    case "array":
      return fc.array(valuesOf(schema.items ?? {}, depth + 1), { maxLength: depth > 4 ? 1 : 4 });
    case "integer":
    case "number":
      return BOUNDS.some((bound) => schema[bound] !== undefined)
        ? numbersWithin(schema, type)
        : numbers;
    case "boolean":
      return fc.boolean();
    case "null":
      return fc.constant(null);
    case "string":
      return schema.format === "date-time" ? moments : words;
    default:
      return strayValues;
  }
}

const BOUNDS = ["minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum"] as const;

function numbersWithin(schema: JsonSchema, type: "integer" | "number"): fc.Arbitrary<number> {
  const min = schema.minimum ?? schema.exclusiveMinimum ?? -100;
  const max = schema.maximum ?? schema.exclusiveMaximum ?? Math.max(10_000, min + 1);
  if (type === "integer") return fc.integer({ min: Math.ceil(min), max: Math.floor(max) });
  const minExcluded = schema.minimum === undefined;
  const maxExcluded = schema.maximum === undefined;
  return fc.double({ min, max, minExcluded, maxExcluded, noNaN: true });
}

function objectsOf(schema: JsonSchema, depth: number): fc.Arbitrary<unknown> {
  const { properties = {}, required = [], additionalProperties } = schema;
  const fields = Object.entries(properties).map(([name, field]) => {
    const values = valuesOf(field, depth + 1);
    return [
      name,
      required.includes(name) ? values : fc.option(values, { nil: undefined }),
    ] as const;
  });
  const told = fc.record(Object.fromEntries(fields));
  const open = typeof additionalProperties === "object" ? additionalProperties : null;
  if (open === null) return told;
  const more = fc.dictionary(words, valuesOf(open, depth + 1), { maxKeys: 3 });
  return fc.tuple(told, more).map(([one, other]) => ({ ...one, ...other }));
}
