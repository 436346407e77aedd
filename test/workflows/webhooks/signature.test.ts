import * as fc from "fast-check";
import { expect, it } from "vitest";
import { makeWebhookSecret } from "../../../src/workflows/access/secrets.ts";
import { signDelivery } from "../../../src/workflows/webhooks/signature.ts";
import { verifySignature } from "./verify-signature.ts";

// printf %s 'ID.TIMESTAMP.BODY' | openssl dgst -sha256 -mac HMAC -macopt hexkey:KEY -binary | base64
// with KEY the secret's base64 in hex. The first is also the example of the Standard Webhooks libraries.
it.each([
  {
    secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
    timestampMs: 1_614_265_330_000,
    body: '{"test": 2432232314}',
    signature: "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
  },
  {
    secret: "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
    id: "evt_1",
    timestampMs: 1_767_225_600_999,
    body: '{"lead":"Zoë"}',
    signature: "v1,G9IAj61mio97KxriOGVrXMVz1H4KoK93ySCrfUcUFLQ=",
  },
])("signs $id as openssl does", ({ signature, ...content }) => {
  expect(signDelivery(content)).toEqual({
    "webhook-id": content.id,
    "webhook-timestamp": String(Math.floor(content.timestampMs / 1000)),
    "webhook-signature": signature,
  });
});

it("is verified by a receiver, and no longer once anything has changed", () => {
  fc.assert(
    fc.property(
      fc.uuid(),
      fc.string({ unit: "binary" }),
      fc.integer({ min: 0, max: 4e12 }),
      (id, body, timestampMs) => {
        const secret = makeWebhookSecret();
        const headers = { ...signDelivery({ secret, id, timestampMs, body }) };
        const verify = (changed: object, text = body, key = secret) =>
          verifySignature({ ...headers, ...changed }, text, key, timestampMs);
        const later = String(Number(headers["webhook-timestamp"]) + 1);
        expect(verify({})).toBe(true);
        expect(verify({ "webhook-id": `${id}x` })).toBe(false);
        expect(verify({ "webhook-timestamp": later })).toBe(false);
        expect(verify({}, `${body} `)).toBe(false);
        expect(verify({}, body, makeWebhookSecret())).toBe(false);
      },
    ),
  );
});
