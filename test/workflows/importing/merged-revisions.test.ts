import { assert, constantFrom, dictionary, nat, property } from "fast-check";
import { expect, test } from "vitest";
import type { Revision } from "../../../src/store/imports.ts";
import { mergeRevisions } from "../../../src/workflows/importing/merged-revisions.ts";

const revisions = dictionary(
  constantFrom("1", "2", "3", "4"),
  dictionary(constantFrom("a", "b", "c"), nat(3)),
).map((byMoment) =>
  Object.entries(byMoment).map(
    ([at, attributes]): Revision => ({ knownFrom: Number(at), attributes }),
  ),
);

test("what is told holds from its own moment on, and what was told at another moment stays", () => {
  const kept = [
    { knownFrom: 10, attributes: { a: 1 } },
    { knownFrom: 30, attributes: { a: 3, b: 3 } },
  ];
  const told = [{ knownFrom: 20, attributes: { a: 2, c: 2 } }];
  expect(mergeRevisions(kept, told)).toEqual([
    { knownFrom: 10, attributes: { a: 1 } },
    { knownFrom: 20, attributes: { a: 2, c: 2 } },
    { knownFrom: 30, attributes: { a: 3, b: 3, c: 2 } },
  ]);
});

test("an import corrects what an earlier one told of the same moment", () => {
  const kept = [{ knownFrom: 10, attributes: { size: "12 people", title: "CEO" } }];
  const told = [{ knownFrom: 10, attributes: { size: 12 } }];
  expect(mergeRevisions(kept, told)).toEqual([
    { knownFrom: 10, attributes: { size: 12, title: "CEO" } },
  ]);
});

test("telling the same twice tells nothing new, and no moment is lost", () => {
  assert(
    property(revisions, revisions, (kept, told) => {
      const merged = mergeRevisions(kept, told) ?? kept;
      expect(mergeRevisions(merged, told)).toBeNull();
      const moments = [...kept, ...told].map(({ knownFrom }) => knownFrom);
      expect(merged.map(({ knownFrom }) => knownFrom)).toEqual(
        [...new Set(moments)].toSorted((a, b) => a - b),
      );
      for (const { knownFrom, attributes } of told)
        expect(merged.find((each) => each.knownFrom === knownFrom)!.attributes).toMatchObject(
          attributes,
        );
    }),
  );
});
