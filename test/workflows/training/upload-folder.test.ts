import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { Refusal } from "../../../src/refusal.ts";
import {
  removeLeftovers,
  withUploadFolder,
} from "../../../src/workflows/training/upload-folder.ts";

const upload = { role: "deals", name: "../../Deals of 2024.JSON", content: Buffer.from("[]") };

it("lays files out under names of its own, and removes them when the work is done", async () => {
  let path = "";
  await withUploadFolder([upload], async ({ pathOf }) => {
    path = pathOf("deals")!;
    expect(path).toMatch(/counterweight-training-\w+\/deals\.json$/);
    expect(readFileSync(path, "utf8")).toBe("[]");
    expect(pathOf("leads")).toBeUndefined();
  });
  expect(existsSync(dirname(path))).toBe(false);
});

it("removes them where the work throws", async () => {
  let path = "";
  const work = withUploadFolder([upload], async ({ pathOf }) => {
    path = pathOf("deals")!;
    throw new RangeError("spoilt");
  });
  await expect(work).rejects.toThrow("spoilt");
  expect(path).not.toBe("");
  expect(existsSync(dirname(path))).toBe(false);
});

it("removes them where the work is refused, and says nothing of where they lay", async () => {
  const refusal = await withUploadFolder([upload], async ({ pathOf }) => {
    const path = pathOf("deals")!;
    const details = [{ where: path, reason: `${path} is spoilt` }];
    return new Refusal("file-unreadable", `${path} is spoilt.`, `Mend ${path}.`, details);
  });
  expect(refusal).toMatchObject({
    message: "deals.json is spoilt.",
    remedy: "Mend deals.json.",
    details: [{ where: "deals.json", reason: "deals.json is spoilt" }],
  });
});

it("removes what a killed service left two days ago, and nothing of today", async () => {
  const [left, fresh] = [0, 1].map(() => mkdtempSync(join(tmpdir(), "counterweight-training-")));
  onTestFinished(() => rmSync(fresh!, { recursive: true }));
  const longAgo = Date.now() / 1000 - 2 * 86_400;
  utimesSync(left!, longAgo, longAgo);
  await withUploadFolder([], async () => {});
  expect([left, fresh].map((folder) => existsSync(folder!))).toEqual([false, true]);
});

it("removes what a process left that is no more, whenever it was", async () => {
  let path = "";
  await withUploadFolder([upload], async ({ pathOf }) => {
    path = dirname(pathOf("deals")!);
    await removeLeftovers();
    expect(existsSync(path)).toBe(true);
  });
  const { pid } = spawnSync(process.execPath, ["--version"]);
  const left = path.replace(`_${process.pid}_`, `_${pid}_`);
  mkdirSync(left);
  await removeLeftovers();
  expect(existsSync(left)).toBe(false);
});
