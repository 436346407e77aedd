import { constants } from "node:fs";
import { access, mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import type { z } from "zod";
import { type Mapping, mappingSchema } from "../history/mapping.ts";
import { Refusal } from "../refusal.ts";
import { parseDocument, parseScorecards } from "../scorecard/parse.ts";
import type { ScorecardSet } from "../scorecard/schema.ts";
import { type Model, modelSchema } from "../trainer/model.ts";

export async function readMapping(path: string): Promise<Mapping | Refusal> {
  return readDocument(path, mappingSchema, "mapping-invalid");
}

export async function readModel(path: string): Promise<Model | Refusal> {
  return readDocument(path, modelSchema, "model-invalid");
}

export async function readScorecards(path: string): Promise<ScorecardSet | Refusal> {
  const json = await readJson(path);
  return json instanceof Refusal ? json : parseScorecards(json, basename(path));
}

/** Whether a folder can be written to, or made, before any work is done for it. */
export async function checkFolder(folder: string): Promise<Refusal | null> {
  try {
    if (!(await stat(folder)).isDirectory()) return refuseFolder(folder, { code: "ENOTDIR" });
    await access(folder, constants.W_OK);
    return null;
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === "ENOENT";
    return isMissing ? checkFolder(dirname(resolve(folder))) : refuseFolder(folder, error);
  }
}

/**
 * Writes files into a folder, all or none: each is written under a passing name first, and renamed
 * only when all are on disk.
 */
export async function writeDocuments(
  folder: string,
  contents: Readonly<Record<string, string>>,
): Promise<Refusal | null> {
  const passing = (name: string) => join(folder, `.${name}.${process.pid}.part`);
  const names = Object.keys(contents);
  try {
    await mkdir(folder, { recursive: true });
    for (const name of names) await writeFile(passing(name), contents[name]!);
    for (const name of names) await rename(passing(name), join(folder, name));
    return null;
  } catch (error) {
    await Promise.allSettled(names.map((name) => rm(passing(name), { force: true })));
    return refuseFolder(folder, error);
  }
}

function refuseFolder(folder: string, error: unknown): Refusal {
  return new Refusal(
    "option-invalid",
    `Nothing was written to ${folder}: ${describeSystemError(error)}.`,
    "Give --out a folder that this user may write to, or one that is not there yet.",
  );
}

async function readDocument<T>(
  path: string,
  schema: z.ZodType<T>,
  code: "mapping-invalid" | "model-invalid",
): Promise<T | Refusal> {
  const json = await readJson(path);
  return json instanceof Refusal ? json : parseDocument(schema, json, basename(path), code);
}

async function readJson(path: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === "ENOENT";
    return new Refusal(
      isMissing ? "file-missing" : "file-unreadable",
      `${path} ${isMissing ? "does not exist" : `cannot be read: ${describeSystemError(error)}`}.`,
      "Check the path; counterweight init writes a first mapping.json and scorecard.json.",
    );
  }
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    return new Refusal(
      "file-unreadable",
      `${basename(path)} is not JSON: ${locateSyntaxError(error, text)}.`,
      "Correct it there: a comma, quote or bracket is missing or one too many.",
    );
  }
}

/** Line and column of a JSON fault, without the text around it, which may be personal. */
function locateSyntaxError(error: unknown, text: string): string {
  const position = /position (\d+)/.exec(String(error))?.[1];
  if (position === undefined) return "it ends too early";
  const before = text.slice(0, Number(position)).split("\n");
  return `line ${before.length}, column ${before.at(-1)!.length + 1}`;
}

function describeSystemError(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? "unknown fault";
}
