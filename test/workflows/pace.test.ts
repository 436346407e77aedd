import { expect, it } from "vitest";
import { keepPace } from "../../src/workflows/pace.ts";

it("lets others have the thread every now and then, and goes on where there is no need", async () => {
  const pace = keepPace();
  expect(pace()).toBeUndefined();
  let turns = 0;
  const timer = setInterval(() => turns++, 1);
  const end = performance.now() + 200;
  while (performance.now() < end) await pace();
  clearInterval(timer);
  expect(turns).toBeGreaterThan(2);
});
