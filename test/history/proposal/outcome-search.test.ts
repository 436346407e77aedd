import { describe, expect, it } from "vitest";
import { type NamedOutcome, searchOutcome } from "../../../src/history/proposal/outcome-search.ts";
import { recogniseFile } from "../../../src/history/proposal/presets.ts";
import { type Cells, headerTable, memoryTable } from "./memory-table.ts";

function search(columns: Readonly<Record<string, Cells>>, named?: NamedOutcome) {
  const table = memoryTable("deals.csv", columns);
  return searchOutcome(table, recogniseFile(table.columns, undefined), named);
}

describe("searchOutcome", () => {
  it.each([
    ["Opportunity Result", ["Won", "Loss"]],
    ["outcome", ["accepted", "declined"]],
    ["Deal Stage", ["closedwon", "closedlost"]],
    ["Stage", ["Closed Won", "Closed Lost"]],
    ["Sales Stage", ["6 - Closed Won", "7 - Closed Lost"]],
    ["Status", ["Closed - Converted", "Closed - Not Converted"]],
    ["Converted", ["1", "0"]],
    ["converted", ["Yes", "No"]],
    ["target", ["1", "0"]],
    ["label", ["True", "False"]],
    ["Phase", ["Gewonnen", "Verloren"]],
    ["Étape", ["Fermée gagnée", "Perdu"]],
    ["Etapa", ["Cerrada ganada", "Perdida"]],
    ["Whatever it is called", ["won", "lost"]],
  ])("reads won and lost from %s", (column, [won, lost]) => {
    const found = search({ id: ["1", "2"], [column]: [won!, lost!] });
    expect(found?.outcome).toEqual({ by: "words", column, won: [won], lost: [lost], open: [] });
    expect([...found!.labels]).toEqual([1, 0]);
  });

  it("counts every other stage, and a blank, as open and never as lost", () => {
    const found = search({ Stage: ["Closed Won", "Negotiation", "Closed Lost", null] });
    expect(found?.outcome).toMatchObject({ open: ["Negotiation"] });
    expect([...found!.labels]).toEqual([1, -1, 0, -1]);
    expect(found?.findings).toEqual([
      "Outcome: column Stage, Closed Won = won (1), Closed Lost = lost (1), Negotiation, blank = open (2).",
    ]);
  });

  it.each([
    "Closed",
    "closed ?",
    "won?",
    "see notes",
    "won/lost",
    "lost or won",
    "???",
    "to partner",
  ])("leaves %s to a person, and takes it for none of the three", (word) => {
    const found = search({ Stage: ["Closed Won", "Closed Lost", "Proposal", word] });
    expect(found?.outcome).toEqual({
      by: "words",
      column: "Stage",
      won: ["Closed Won"],
      lost: ["Closed Lost"],
      open: ["Proposal"],
    });
    expect([...found!.labels]).toEqual([1, 0, -1, -1]);
    expect(found?.findings).toEqual([
      "Outcome: column Stage, Closed Won = won (1), Closed Lost = lost (1), Proposal = open (1).",
      `To decide: whether "${word}" of column Stage means won, lost or open; calibrate rejects such rows (1) until mapping.json lists each word under deals.outcome.`,
    ]);
  });

  it.each([
    "1 - Prospecting",
    "Qualification",
    "presentationscheduled",
    "Angebot",
    "En cours",
    "Working",
  ])("takes %s for open", (word) => {
    const found = search({ Stage: ["Won", "Lost", word] });
    expect(found?.outcome).toMatchObject({ open: [word] });
    expect(found?.findings).toHaveLength(1);
  });

  it("takes the column and the words that a person names", () => {
    const cells = { Outcome: ["won", "lost", "won"], Ende: ["A", "b", "Lost"] };
    const named = { column: "ende", won: ["a"], lost: ["B"] };
    expect(search(cells, named)?.outcome).toEqual({
      by: "words",
      column: "Ende",
      won: ["A"],
      lost: ["b", "Lost"],
      open: [],
    });
    expect(search(cells, { column: "Ende" })).toBeNull();
  });

  it("says which counts are which", () => {
    const found = search({ Converted: ["1", "0", "0"] });
    expect(found?.findings).toEqual(["Outcome: column Converted, 1 = won (1), 0 = lost (2)."]);
  });

  it("prefers flags to a stage, which may have been relabelled", () => {
    const found = search({
      "Deal Stage": ["closedwon", "closedwon", "closedlost", "closedlost"],
      "Is Closed Won": ["true", "false", "false", "false"],
      "Is closed lost": ["false", "true", "false", "false"],
    });
    expect(found?.outcome).toEqual({ by: "flags", won: "Is Closed Won", lost: "Is closed lost" });
    expect([...found!.labels]).toEqual([1, 0, -1, -1]);
  });

  it("prefers a status that says lost to a 0 that may be a lead still worked", () => {
    const found = search({
      IsConverted: ["0", "0", "1"],
      Status: ["Working", "Closed - Not Converted", "Closed - Converted"],
    });
    expect(found?.outcome).toMatchObject({ column: "Status" });
  });

  it("prefers the column whose name asks for an outcome", () => {
    const found = search({
      "Email consent": ["Yes", "No", "Yes"],
      "Previous deal": ["Won", "Lost", "Won"],
      Outcome: ["Lost", "Won", "Won"],
    });
    expect(found?.outcome).toMatchObject({ column: "Outcome" });
  });

  it.each([
    ["a yes/no whose name does not ask", { "Do Not Email": ["Yes", "No"] }],
    ["won without lost", { Stage: ["Closed Won", "Negotiation"] }],
    ["a note that mentions a loss", { Note: Array.from({ length: 80 }, (_, i) => `lost ${i}`) }],
    ["a flag for won alone", { "Is Closed Won": ["maybe", "true"] }],
  ])("finds nothing in %s", (_, columns) => {
    expect(search(columns)).toBeNull();
  });

  it("goes by the header alone where there are no rows", () => {
    const flags = headerTable("h.csv", [
      "Record ID",
      "Deal Name",
      "Deal Stage",
      "Is Closed Won",
      "Is Deal Closed?",
    ]);
    expect(searchOutcome(flags, recogniseFile(flags.columns, undefined))?.outcome).toEqual({
      by: "flags",
      won: "Is Closed Won",
      closed: "Is Deal Closed?",
    });
    const stages = headerTable("h.csv", [
      "Opportunity Name",
      "Stage",
      "Close Date",
      "Fiscal Period",
      "Forecast Category",
    ]);
    expect(searchOutcome(stages, recogniseFile(stages.columns, undefined))?.outcome).toMatchObject({
      column: "Stage",
      won: ["Closed Won", "closedwon"],
    });
  });
});
