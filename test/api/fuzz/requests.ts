import * as fc from "fast-check";
import { type JsonSchema, KNOWN_WORDS, strayValues, valuesOf } from "./schema-values.ts";

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly schema?: JsonSchema;
}

interface Operation {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: {
    readonly content?: Readonly<Record<string, { readonly schema?: JsonSchema }>>;
  };
}

/** As much of an OpenAPI document as requests are made from. */
export interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

export interface FuzzRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly payload: string | undefined;
}

/** Requests of every operation of a service: mostly fitting its description, and some not at all. */
export function requestsOf(
  { paths }: OpenApi,
  authorizations: readonly string[],
): fc.Arbitrary<FuzzRequest> {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => requestsTo(path, method, operation)),
  );
  const headers = fc.record({
    authorization: fc.oneof(
      { weight: 9, arbitrary: fc.constantFrom(...authorizations) },
      { weight: 1, arbitrary: fc.constantFrom("Bearer x", "Bearer ", "Basic eDp5", "cw_") },
    ),
    accept: fc.constantFrom("application/json", "text/html", "*/*", "x/y;q=z"),
  });
  return fc
    .tuple(fc.oneof(...operations), headers)
    .map(([request, more]) => ({ ...request, headers: { ...request.headers, ...more } }));
}

function requestsTo(path: string, method: string, operation: Operation): fc.Arbitrary<FuzzRequest> {
  const parameters = operation.parameters ?? [];
  return fc
    .record({
      params: fc.record(
        Object.fromEntries([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => [name!, pathWords])),
      ),
      query: fc.record(
        Object.fromEntries(
          parameters
            .filter((one) => one.in === "query")
            .map(({ name, schema }) => [name, fc.option(valuesOf(schema ?? {}), { freq: 3 })]),
        ),
      ),
      body: bodiesOf(operation),
    })
    .map(({ params, query, body }) => ({
      method: method.toUpperCase(),
      url: `${fillPath(path, params)}${writeQuery(query)}`,
      headers: body === null ? {} : { "content-type": body.type },
      payload: body?.text,
    }));
}

const pathWords = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...KNOWN_WORDS) },
  { weight: 1, arbitrary: fc.string({ unit: "binary", minLength: 1, maxLength: 12 }) },
);

function fillPath(path: string, params: Readonly<Record<string, string>>): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => encodeWell(params[name]!));
}

function writeQuery(query: Readonly<Record<string, unknown>>): string {
  const pairs = Object.entries(query)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name}=${encodeWell(String(value))}`);
  return pairs.length === 0 ? "" : `?${pairs.join("&")}`;
}

/** A broken pair of surrogates has no percent-encoding; its text goes as it would to a server. */
function encodeWell(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

type Body = { readonly type: string; readonly text: string } | null;

function bodiesOf({ requestBody }: Operation): fc.Arbitrary<Body> {
  const content = Object.entries(requestBody?.content ?? {});
  if (content.length === 0) return fc.constant(null);
  const json = content.find(([type]) => type === "application/json");
  const values = json?.[1].schema === undefined ? strayValues : valuesOf(json[1].schema);
  const told = values.map(
    (value): Body => ({
      type: "application/json",
      text: JSON.stringify(value) ?? "",
    }),
  );
  return fc.oneof(
    { weight: 20, arbitrary: told },
    { weight: 1, arbitrary: told.map((body) => body && { ...body, text: body.text.slice(1) }) },
    { weight: 1, arbitrary: told.map((body) => body && { ...body, type: "text/plain" }) },
    { weight: 1, arbitrary: fc.constant({ type: "application/json", text: "1e999" }) },
    { weight: 1, arbitrary: fc.constant({ type: "multipart/form-data; boundary=x", text: "--x" }) },
  );
}
