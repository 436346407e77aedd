import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Stance,
  takeStance,
  voiceInPoints,
  voiceVerdicts,
  weighVoices,
} from "../../src/feedback/voices.ts";

const voice = (low: number, high: number, information = 1) => ({
  points: { value: (low + high) / 2, low, high },
  information,
});

describe("three voices on a line", () => {
  it("stand to the points as their intervals do, and are silent where they know little", () => {
    expect(takeStance(voice(12, 20), 10)).toBe("more");
    expect(takeStance(voice(8, 12), 10)).toBe("with");
    expect(takeStance(voice(-3, 9), 10)).toBe("less");
    expect(takeStance(voice(-3, 9, 0.2), 10)).toBe("silent");
    expect(takeStance(null, 10)).toBe("silent");
  });

  it.each<[Stance, Stance, string]>([
    ["with", "with", "agree"],
    ["with", "silent", "agree"],
    ["silent", "with", "agree"],
    ["less", "less", "deals-and-sales-against-points"],
    ["more", "silent", "deals-against-points"],
    ["silent", "less", "sales-against-points"],
    ["less", "with", "deals-against-sales"],
    ["with", "more", "sales-against-deals"],
    ["more", "less", "three-ways"],
    ["silent", "silent", "silent"],
  ])("deals %s, sales %s: %s", (deals, sales, verdict) => {
    expect(weighVoices(deals, sales)).toBe(verdict);
  });

  it("get one verdict of the list, the same when more and less are exchanged", () => {
    const stance = fc.constantFrom<Stance>("more", "with", "less", "silent");
    const turn = (one: Stance): Stance => (one === "more" ? "less" : one === "less" ? "more" : one);
    fc.assert(
      fc.property(stance, stance, (deals, sales) => {
        expect(voiceVerdicts).toContain(weighVoices(deals, sales));
        expect(weighVoices(turn(deals), turn(sales))).toBe(weighVoices(deals, sales));
      }),
    );
  });

  it("are told in points by their own unit", () => {
    const spoken = voiceInPoints({ coefficient: 1, standardError: 0.1, information: 0.9 }, 0.05);
    expect(spoken.points.value).toBeCloseTo(20, 12);
    expect(spoken.points.high - spoken.points.low).toBeCloseTo(2 * 1.959964 * 2, 5);
    expect(spoken.information).toBe(0.9);
    expect(() => voiceInPoints({ coefficient: 1, standardError: 0.1, information: 1 }, 0)).toThrow(
      RangeError,
    );
  });
});
