import { expect, test } from "vitest";
import type { Sign, SubjectState } from "../../../src/workflows/watching/alarm-signs.ts";
import { type Before, judgeAlarms } from "../../../src/workflows/watching/standing-alarms.ts";

const SUBJECT = "power:model";

function makeSign(state: SubjectState, reason = state === "beyond" ? "It fell." : ""): Sign {
  return { subject: SUBJECT, name: "Power of the model", state, reason, action: "Train." };
}

/** Watches one after another; what each told. */
function watchOn(states: readonly (SubjectState | null)[]): string[] {
  let before: Before = { standing: [], signs: {} };
  return states.map((state, day) => {
    const signs = state === null ? [] : [makeSign(state)];
    const { alarms, announcements } = judgeAlarms(signs, before, day);
    before = { standing: alarms, signs: state === null ? {} : { [SUBJECT]: state } };
    return announcements.map(({ direction }) => direction).join();
  });
}

test("an alarm is raised once while it is shown, and cleared once it is shown to be over", () => {
  expect(watchOn(["open", "beyond", "beyond", "within", "within", "beyond"])).toEqual([
    "",
    "up",
    "",
    "down",
    "",
    "up",
  ]);
});

test("a figure at the edge does not ring each day", () => {
  expect(watchOn(["beyond", "open", "beyond", "open", "beyond", "open", "open", "open"])).toEqual([
    "up",
    "",
    "",
    "",
    "",
    "",
    "down",
    "",
  ]);
});

test("an alarm ends with what it was about", () => {
  expect(watchOn(["beyond", null])).toEqual(["up", "down"]);
});

test("an alarm tells what is wrong now, and since when", () => {
  const signs = [makeSign("beyond", "It fell further.")];
  const standing = [{ subject: SUBJECT, name: "Old name", reason: "It fell.", since: 5 }];
  const { alarms, announcements } = judgeAlarms(signs, { standing, signs: {} }, 9);
  expect(announcements).toEqual([]);
  expect(alarms).toEqual([
    { subject: SUBJECT, name: "Power of the model", reason: "It fell further.", since: 5 },
  ]);
});

test("what is told names the wrong on both sides, and what to do where it begins", () => {
  const raised = judgeAlarms([makeSign("beyond")], { standing: [], signs: {} }, 7);
  expect(raised.announcements).toEqual([
    {
      kind: "alarm",
      subject: SUBJECT,
      name: "Power of the model",
      direction: "up",
      from: null,
      to: "It fell.",
      action: "Train.",
      at: 7,
    },
  ]);
  const before = { standing: raised.alarms, signs: {} };
  expect(judgeAlarms([makeSign("within")], before, 8).announcements).toMatchObject([
    { direction: "down", from: "It fell.", to: null, action: null, at: 8 },
  ]);
});
