import { describe, expect, it } from "vitest";
import { keepColumns } from "../../../src/history/leaks/kept-columns.ts";
import { mappingSchema } from "../../../src/history/mapping.ts";

const excluded = (column: string) => ({ column, type: "text", reasons: ["name"] });
const mapping = mappingSchema.parse({
  format: "counterweight/mapping@1",
  deals: {
    file: "deals.csv",
    id: "Deal ID",
    outcome: { by: "words", column: "Stage", won: ["Won"], lost: ["Lost"] },
  },
  attributes: [],
  excludedColumns: [excluded("Tags"), excluded("Next step agreed")],
});

describe("keepColumns", () => {
  it("keeps the named columns, whatever their case, and leaves the mapping as it was", () => {
    expect(keepColumns(mapping, [" next step AGREED "])).toMatchObject({
      excludedColumns: [
        { column: "Tags", keep: false },
        { column: "Next step agreed", keep: true },
      ],
    });
    expect(mapping.excludedColumns.every(({ keep }) => !keep)).toBe(true);
  });

  it("changes nothing when no column is named", () => {
    expect(keepColumns(mapping, [])).toEqual(mapping);
  });

  it("refuses a column that is not left out, and names those that are", () => {
    expect(keepColumns(mapping, ["Tags", "Colour"])).toMatchObject({
      code: "option-invalid",
      message: "The mapping does not leave out Colour, so there is nothing to keep.",
      remedy: "Columns that it leaves out: Tags, Next step agreed.",
    });
  });
});
