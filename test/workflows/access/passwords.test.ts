import { scryptSync } from "node:crypto";
import * as fc from "fast-check";
import { expect, it } from "vitest";
import {
  checkPassword,
  hashPassword,
  verifyPassword,
} from "../../../src/workflows/access/passwords.ts";

const PASSWORD = "correct horse battery";

it("knows the password that it hashed, and no other", async () => {
  const stored = await hashPassword(PASSWORD);
  expect(await verifyPassword(PASSWORD, stored)).toBe(true);
  expect(await verifyPassword(`${PASSWORD} `, stored)).toBe(false);
  expect(await verifyPassword("", stored)).toBe(false);
});

it("keeps costs, salt and hash, which scrypt gives again", async () => {
  const stored = await hashPassword(PASSWORD);
  const [name, N, r, p, salt, hash] = stored.split("$");
  expect([name, N, r, p]).toEqual(["scrypt", "32768", "8", "3"]);
  expect(Buffer.from(salt!, "base64")).toHaveLength(16);
  const again = scryptSync(PASSWORD, Buffer.from(salt!, "base64"), 32, {
    N: Number(N),
    r: Number(r),
    p: Number(p),
    maxmem: 2 ** 26,
  });
  expect(again.toString("base64")).toBe(hash);
});

it("salts: one password has two hashes", async () => {
  expect(await hashPassword(PASSWORD)).not.toBe(await hashPassword(PASSWORD));
});

it("verifies a hash that was made at other costs", async () => {
  const salt = Buffer.from("a salt of old");
  const hash = scryptSync(PASSWORD, salt, 64, { N: 1024, r: 4, p: 2 });
  const stored = `scrypt$1024$4$2$${salt.toString("base64")}$${hash.toString("base64")}`;
  expect(await verifyPassword(PASSWORD, stored)).toBe(true);
  expect(await verifyPassword("another", stored)).toBe(false);
});

it("takes an accented letter for the same however a keyboard composes it", async () => {
  const stored = await hashPassword("caf\u00e9 au lait noir");
  expect(await verifyPassword("cafe\u0301 au lait noir", stored)).toBe(true);
});

it("answers no for an unknown person, after the same work", async () => {
  const stored = await hashPassword(PASSWORD);
  const known = await timeFastest(() => verifyPassword("a wrong password", stored));
  const unknown = await timeFastest(() => verifyPassword("a wrong password", null));
  expect(await verifyPassword(PASSWORD, null)).toBe(false);
  expect(unknown).toBeGreaterThan(known / 3);
});

it("throws at a stored text that is no hash", async () => {
  await expect(verifyPassword(PASSWORD, "plain")).rejects.toThrow(/not one that hashPassword made/);
});

it("asks for 12 to 1,024 characters and nothing else", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "grapheme-composite", minLength: 0, maxLength: 1200, size: "max" }),
      (password) => {
        const length = Array.from(password).length;
        expect(checkPassword(password) === null).toBe(length >= 12 && length <= 1024);
      },
    ),
  );
  expect(checkPassword("x".repeat(12))).toBeNull();
  expect(checkPassword("x".repeat(1024))).toBeNull();
  expect(checkPassword("🔑".repeat(11))?.message).toBe(
    "The password has fewer than 12 characters.",
  );
  expect(checkPassword("x".repeat(1025))?.message).toBe(
    "The password has more than 1024 characters.",
  );
});

/** Milliseconds of the fastest of three. */
async function timeFastest(work: () => Promise<unknown>): Promise<number> {
  let fastest = Number.POSITIVE_INFINITY;
  for (let run = 0; run < 3; run++) {
    const start = performance.now();
    await work();
    fastest = Math.min(fastest, performance.now() - start);
  }
  return fastest;
}
