import { describe, expect, it } from "vitest";
import { buildCharts } from "../../../src/report/ab/charts/build.ts";
import { drawCharts } from "../../../src/report/svg.ts";
import { buildFullFindings, buildLopsided } from "./findings.fixture.ts";
import { buildHostileFindings } from "./hostile.fixture.ts";

const full = buildFullFindings();

describe("buildCharts", () => {
  it("draws every picture in both themes without a warning", async () => {
    const warnings: unknown[] = [];
    const warn = (...words: readonly unknown[]) => void warnings.push(words);
    for (const findings of [full, buildHostileFindings(), ...Object.values(buildLopsided())]) {
      const charts = await drawCharts((theme) => buildCharts(findings, theme), { warn });
      for (const { light, dark } of charts)
        for (const svg of [light, dark]) expect(svg).not.toMatch(/NaN|undefined|Infinity|<script/);
    }
    expect(warnings).toEqual([]);
  });

  it("leaves out pictures that would be empty", () => {
    const idsOf = (name: string) =>
      buildCharts(buildLopsided()[name]!, "light").map(({ id }) => id);
    expect(idsOf("no model live")).toEqual([]);
    expect(idsOf("no outcomes yet")).toEqual([]);
    expect(idsOf("one arm empty")).toEqual(["gains", "reliability", "segments", "periods"]);
  });

  it("says the same in words for both themes, with the numbers that matter", () => {
    const [light, dark] = (["light", "dark"] as const).map((theme) =>
      buildCharts(full, theme).map(({ description }) => description),
    );
    expect(light).toEqual(dark);
    const [experiments, gains, reliability, segments, periods, power, calibration] = light!;
    expect(experiments).toContain("Model routes inbound (1): plain +8.7 (+5.3 to +12.1 at every");
    expect(gains).toContain("best-scored 20%: Rules 32%, Model 40%");
    expect(reliability).toContain("Rules (1,600 leads): the curve leaves its band at");
    expect(segments).toContain("Trade fair +0.015 (−0.051 to +0.082)");
    expect(periods).toContain("Rules: 2025-Q1 0.673 (0.606 to 0.741), 2026-Q2 0.767");
    expect(power).toContain("the dashed line at 0.5 is a coin");
    expect(calibration).toContain("Model: 2025-Q1 +0.26 (−0.03 to +0.56)");
  });

  it("shows the largest segments of many, and says so", () => {
    if ("notEstimable" in full.shadow) throw new Error("expected a shadow comparison");
    const [segment] = full.shadow.segments;
    const parts = Array.from({ length: 4 }, (_, copy) =>
      segment!.parts.map((part) => ({ ...part, name: `${part.name} ${copy}` })),
    ).flat();
    const many = { ...full, shadow: { ...full.shadow, segments: [{ ...segment!, parts }] } };
    const chart = buildCharts(many, "light").find(({ id }) => id === "segments");
    expect(chart?.description).toContain("The picture shows 12 of 20 segments.");
  });
});
