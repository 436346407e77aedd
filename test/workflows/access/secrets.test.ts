import { expect, it } from "vitest";
import {
  hashSecret,
  makeApiKey,
  makeSessionToken,
  makeWebhookSecret,
} from "../../../src/workflows/access/secrets.ts";

it("hashes as SHA-256 in hex", () => {
  // printf cw_test | openssl dgst -sha256
  expect(hashSecret("cw_test")).toBe(
    "570bca0905e5cf8ac751563afab37dc5d1d03fb39fc76db80dff8052ea0a1415",
  );
});

it("makes an API key of 32 random bytes, whose prefix tells little of it", () => {
  const { key, prefix, hash } = makeApiKey();
  expect(key).toMatch(/^cw_[\w-]{43}$/);
  expect(Buffer.from(key.slice(3), "base64url")).toHaveLength(32);
  expect(key.startsWith(prefix)).toBe(true);
  expect(prefix).toMatch(/^cw_[\w-]{8}$/);
  expect(hash).toBe(hashSecret(key));
});

it("makes a session token that fits a cookie, and its hash", () => {
  const { token, hash } = makeSessionToken();
  expect(token).toMatch(/^[\w-]{43}$/);
  expect(hash).toBe(hashSecret(token));
});

it("makes a webhook secret whose base64 stands for 32 bytes", () => {
  const secret = makeWebhookSecret();
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  expect(Buffer.from(secret.slice(6), "base64")).toHaveLength(32);
});

it.each([() => makeApiKey().key, () => makeSessionToken().token, makeWebhookSecret])(
  "makes another each time: %s",
  (make) => {
    expect(new Set(Array.from({ length: 1000 }, make)).size).toBe(1000);
  },
);
