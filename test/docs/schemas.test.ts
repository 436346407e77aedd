import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { renderSchemas } from "../../docs/schemas/generate.ts";

it.each(Object.entries(renderSchemas()))("%s stands as the code has it", (name, text) => {
  const published = readFileSync(new URL(`../../docs/schemas/${name}`, import.meta.url), "utf8");
  expect(published).toBe(text);
});
