import { describe, expect, it } from "vitest";
import { memoryTable, repeat } from "./memory-table.ts";
import { day, isWon, propose } from "./proposing.ts";

const N = 90;
const outcome = { Outcome: repeat(N, (row) => (isWon(row) ? "won" : "lost")) };
const plan = { Plan: repeat(N, (row) => ["a", "b"][row % 2]!) };
const german = (n: number) => day(n).slice(0, 10).split("-").toReversed().join(".");

describe("the column that tells deals apart", () => {
  it("is one of whole numbers of which no two are alike", () => {
    const { mapping } = propose([
      memoryTable("d.csv", {
        Amount: repeat(N, (row) => String(500 + row)),
        cust: repeat(N, String),
        ...outcome,
        ...plan,
      }),
    ]);
    expect(mapping.deals.id).toBe("cust");
  });

  it("may repeat where its name says that it is the deal's, and the reader is told", () => {
    const { mapping, findings } = propose([
      memoryTable("d.csv", {
        "Opportunity ID": repeat(N, (row) => `o${row % 60}`),
        ...outcome,
        ...plan,
      }),
    ]);
    expect(mapping.deals.id).toBe("Opportunity ID");
    expect(findings).toContain(
      "Opportunity ID repeats: 90 rows have 60 different ids; of rows with one id the last counts.",
    );
  });

  it("comes with a warning where it holds names", () => {
    const { mapping, findings } = propose([
      memoryTable("report.csv", {
        "Opportunity Name": repeat(N, (row) => `Deal of ${row} units`),
        Stage: repeat(N, (row) => (isWon(row) ? "Closed Won" : "Closed Lost")),
        "Close Date": repeat(N, day),
        "Lead Source": repeat(N, (row) => ["Web", "Fair"][row % 2]!),
        "Fiscal Period": repeat(N, (row) => ["Q1", "Q2"][row % 2]!),
      }),
    ]);
    expect(mapping.deals.id).toBe("Opportunity Name");
    expect(findings.join("\n")).toContain(
      "To check: Opportunity Name holds names or texts, which different deals may share",
    );
  });

  it("is the one that a person names", () => {
    const table = memoryTable("d.csv", {
      Id: repeat(N, String),
      Plan: repeat(N, (row) => `p${row}`),
      ...outcome,
    });
    expect(propose([table], { id: "plan" }).mapping.deals.id).toBe("Plan");
  });
});

describe("dates of deals", () => {
  it.each([
    ["Erstellt am", "Geschlossen am"],
    ["Erstelldatum", "Schlusstermin"],
    ["Date de création", "Date de clôture"],
    ["Créé le", "Fermée le"],
    ["Fecha de creación", "Fecha de cierre"],
  ])("are known by the headers %s and %s", (created, closed) => {
    const { mapping, findings } = propose([
      memoryTable("d.csv", {
        Id: repeat(N, String),
        // Some deals are closed before they were entered, so that the dates alone do not tell.
        [closed]: repeat(N, (row) => german(row % 10 === 0 ? row - 1 : row + 20)),
        [created]: repeat(N, german),
        ...outcome,
      }),
    ]);
    expect(mapping.deals).toMatchObject({ createdAt: created, closedAt: closed });
    expect(findings.join("\n")).not.toContain("To check");
  });

  it("are the first and the last where no header is known, and the reader is told", () => {
    const { mapping, findings } = propose([
      memoryTable("d.csv", {
        Id: repeat(N, String),
        Letzter: repeat(N, (row) => german(row + 20 + (row % 3))),
        Mitte: repeat(N, (row) => german(row + 9)),
        Erster: repeat(N, german),
        ...outcome,
      }),
    ]);
    expect(mapping.deals).toMatchObject({ createdAt: "Erster", closedAt: "Letzter" });
    expect(findings).toContain(
      "To check: no header tells when deals were created or closed; Erster and Letzter were taken since their dates lie before and after all others.",
    );
  });

  it("are not guessed from a single column, nor from columns that cross", () => {
    const crossing = {
      One: repeat(N, german),
      Two: repeat(N, (row) => german(row + (row % 2 === 0 ? 5 : -5))),
    };
    for (const dates of [{ One: crossing.One }, crossing]) {
      const table = memoryTable("d.csv", { Id: repeat(N, String), ...dates, ...outcome });
      expect(propose([table]).mapping.deals.createdAt).toBeUndefined();
    }
  });

  it("are never called personal, also where many are no day of the calendar", () => {
    const { findings } = propose([
      memoryTable("d.csv", {
        Id: repeat(N, String),
        "Created Date": repeat(N, (row) => (row % 2 === 0 ? "32.13.2023" : german(row))),
        "Erster Anruf": repeat(N, german),
        ...outcome,
        ...plan,
      }),
    ]);
    expect(findings.filter((finding) => finding.includes("personal"))).toEqual([]);
    expect(findings.join("\n")).toMatch(/too many are no day of the calendar.*: Created Date\./);
  });
});

describe("files of an export", () => {
  const deals = memoryTable("in/deals.csv", { Id: repeat(N, String), ...outcome, ...plan });

  it("are those that the mapping reads, with feedback known by its headers", () => {
    const feedback = memoryTable("in/said.csv", { "Lead ID": ["7"], Verdict: ["accepted"] });
    const other = memoryTable("in/notes.csv", { Note: ["x"] });
    const proposal = propose([other, feedback, deals]);
    expect(proposal.files).toEqual(["in/deals.csv"]);
    expect(proposal.feedback).toBe("in/said.csv");
    expect(propose([other, deals]).feedback).toBeNull();
  });

  it("are said to have lost rows where the reader left some out", () => {
    const rejected = [5, 9].map((line) => ({
      file: "deals.csv",
      line,
      column: "Plan",
      reason: "the row is not UTF-8",
    }));
    expect(propose([{ ...deals, file: "deals.csv", rejected }]).findings).toContain(
      "Left out: 2 rows of deals.csv; the first is line 5: the row is not UTF-8.",
    );
  });
});
