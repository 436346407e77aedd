import { describe, expect, it } from "vitest";
import { memoryTable, repeat } from "./memory-table.ts";
import { day, isWon, linesOf, N, propose } from "./proposing.ts";

describe("deals with a file of events", () => {
  const cases = memoryTable("cases.csv", {
    case_id: repeat(N, (row) => String(170_000 + row)),
    reg_date: repeat(N, (row) => day(row)),
    amount_req: repeat(N, (row) => String(1000 * (1 + ((row * 13) % 40)))),
    n_events: repeat(N, (row) => String(isWon(row) ? 40 + (row % 7) : 3 + (row % 9))),
    last_event: repeat(N, (row) => day(row + 21)),
    outcome: repeat(N, (row) =>
      row % 30 === 1 ? "open" : isWon(row) ? "accepted" : row % 2 === 0 ? "declined" : "cancelled",
    ),
    outcome_at: repeat(N, (row) => (row % 30 === 1 ? null : day(row + 20))),
  });
  const events: [caseId: string, at: string, activity: string][] = [];
  for (let row = 0; row < N; row++) {
    const add = (after: number, activity: string) =>
      events.push([String(170_000 + row), day(row + after), activity]);
    add(0, "SUBMITTED");
    if (row % 2 === 0) add(1, "CALLED");
    add(20, isWon(row) ? "ACTIVATED" : "DECLINED");
    add(21, "ARCHIVED");
  }
  const log = memoryTable("events.csv.gz", {
    case_id: events.map(([id]) => id),
    event_no: events.map((_, i) => String(1 + (i % 4))),
    timestamp: events.map(([, at]) => at),
    activity: events.map(([, , activity]) => activity),
    lifecycle: events.map(() => "COMPLETE"),
    resource: events.map((_, i) => (i % 5 === 0 ? null : String(10_000 + (i % 30)))),
  });
  const proposal = propose([log, cases]);

  it("knows cases from events, and when a case was opened and decided", () => {
    expect(proposal.mapping).toMatchObject({
      deals: {
        file: "cases.csv",
        id: "case_id",
        createdAt: "reg_date",
        closedAt: "outcome_at",
        outcome: {
          column: "outcome",
          won: ["accepted"],
          lost: ["declined", "cancelled"],
          open: ["open"],
        },
      },
      activities: { file: "events.csv.gz", leadId: "case_id", at: "timestamp", type: "activity" },
    });
    expect(proposal.mapping.excludedColumns.map(({ column }) => column)).toEqual([
      "n_events",
      "last_event",
      "outcome_at",
    ]);
  });

  it("scores a quarter of the median decision after creation, unless told when", () => {
    expect(proposal.mapping.asOf).toEqual({ moment: "days-after-creation", days: 5 });
    expect(propose([log, cases], { asOfDays: 2 }).mapping.asOf).toMatchObject({ days: 2 });
  });

  it("has a line for what cases do before that, and for no event that is the decision", () => {
    const activities = linesOf(proposal).filter(([, name]) => name === "Activities");
    expect(activities.map(([, , label]) => label)).toEqual(["CALLED"]);
  });
});
