import { describe, expect, expectTypeOf, it } from "vitest";
import type { z } from "zod";
import { type AbReport, abReportSchema } from "../../../src/report/ab/schema.ts";

/** A type as JSON has it: lists of any kind are lists, and what may be undefined may be missing. */
type Plain<T> = T extends readonly (infer Item)[]
  ? Plain<Item>[]
  : T extends object
    ? { [K in keyof T as undefined extends T[K] ? never : K]: Plain<T[K]> } & {
        [K in keyof T as undefined extends T[K] ? K : never]?: Plain<T[K]>;
      }
    : T;

describe("abReportSchema", () => {
  it("is the type that the report is made of, both ways", () => {
    type Published = Plain<z.output<typeof abReportSchema>>;
    expectTypeOf<Published>().toExtend<Plain<AbReport>>();
    expectTypeOf<Plain<AbReport>>().toExtend<Published>();
    expect(abReportSchema.shape.format.value).toBe("counterweight/ab-report@1");
  });
});
