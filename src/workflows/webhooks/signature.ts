import { createHmac } from "node:crypto";

const SECRET_PREFIX = "whsec_";

export interface SignedContent {
  /** `whsec_` and base64. */
  readonly secret: string;
  /** Of the delivery; the same on each attempt, so that a receiver can drop a repeat. */
  readonly id: string;
  /** Of the attempt, epoch milliseconds. */
  readonly timestampMs: number;
  readonly body: string;
}

export interface SignatureHeaders {
  readonly "webhook-id": string;
  /** Epoch seconds. */
  readonly "webhook-timestamp": string;
  readonly "webhook-signature": string;
}

/**
 * Headers by which a receiver knows that a delivery is ours, whole and fresh.
 *
 * signature = "v1," + base64(HMAC-SHA256(key, id "." timestamp "." body)); the key is the bytes that
 * the secret's base64 stands for. As the Standard Webhooks specification has it, so that its
 * libraries can verify it.
 */
export function signDelivery(content: SignedContent): SignatureHeaders {
  const timestamp = String(Math.floor(content.timestampMs / 1000));
  const key = Buffer.from(content.secret.slice(SECRET_PREFIX.length), "base64");
  const signature = createHmac("sha256", key)
    .update(`${content.id}.${timestamp}.${content.body}`)
    .digest("base64");
  return {
    "webhook-id": content.id,
    "webhook-timestamp": timestamp,
    "webhook-signature": `v1,${signature}`,
  };
}
