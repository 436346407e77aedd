import { describe, expect, it } from "vitest";
import { calibrateHistory } from "../../../src/workflows/calibrate.ts";
import { calibrateInThread } from "../../../src/workflows/training/calibrate-in-thread.ts";
import type { CalibrationTask } from "../../../src/workflows/training/calibration-task.ts";
import { makeMapping, makeSet, simulateHistory } from "../simulated-history.ts";
import { accept } from "../versions/version-fixture.ts";

const LINES = [
  { points: 20, worth: 20 },
  { points: 10, worth: 0 },
];

function makeTask(deals: number): Extract<CalibrationTask, { readonly from: "history" }> {
  return {
    from: "history",
    set: makeSet(LINES),
    history: simulateHistory(LINES, { deals, seed: 3 }),
    mapping: makeMapping(),
    feedback: null,
    settings: { seed: 1 },
    rendering: "figures",
  };
}

describe("calibrating in a thread", () => {
  it("finds what calibrating here finds, says how far it is, and lets this thread go on", async () => {
    const task = makeTask(400);
    const told: string[] = [];
    let turns = 0;
    const turning = setInterval(() => turns++, 5);
    const found = accept(
      await calibrateInThread(task, {
        onProgress: (text) => told.push(text),
        signal: new AbortController().signal,
      }),
    );
    clearInterval(turning);
    const { set, history, mapping, settings } = task;
    const here = accept(
      calibrateHistory(set, history, mapping, null, { ...settings, onProgress: () => {} }),
    );
    expect(found.model).toEqual(here.model);
    expect(found.calibration).toEqual(here.calibration);
    expect(found.rendered).toBeNull();
    expect(told).toContain("fitting on all deals");
    expect(turns).toBeGreaterThan(3);
  });

  it("brings a refusal across", async () => {
    const { signal } = new AbortController();
    const refused = await calibrateInThread(makeTask(10), { onProgress: () => {}, signal });
    expect(refused).toMatchObject({ code: "too-few-deals", remedy: expect.any(String) });
    expect(() => accept(refused)).toThrow("too-few-deals");
  });

  it("ends when it is told to, in the middle of its work", async () => {
    const stopping = new AbortController();
    const reason = new Error("the worker stops");
    const working = calibrateInThread(makeTask(4000), {
      onProgress: (text) => text.startsWith("fitting") && stopping.abort(reason),
      signal: stopping.signal,
    });
    await expect(working).rejects.toBe(reason);
  });

  it("throws what the thread throws", async () => {
    const task = { ...makeTask(100), set: null } as unknown as CalibrationTask;
    const { signal } = new AbortController();
    await expect(calibrateInThread(task, { onProgress: () => {}, signal })).rejects.toThrow();
  });
});
