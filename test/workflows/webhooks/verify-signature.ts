import { createHmac, timingSafeEqual } from "node:crypto";

/** What a receiver does with a delivery; written from the specification, not from our signing. */
export function verifySignature(
  headers: Readonly<Record<string, string | string[] | undefined>>,
  body: string,
  secret: string,
  now: number,
): boolean {
  const [id, timestamp, signature] = ["id", "timestamp", "signature"].map((name) =>
    String(headers[`webhook-${name}`]),
  );
  if (Math.abs(now / 1000 - Number(timestamp)) > 300) return false;
  const expected = createHmac("sha256", Buffer.from(secret.replace("whsec_", ""), "base64"))
    .update([id, timestamp, body].join("."))
    .digest();
  return signature!.split(" ").some((part) => {
    const [version, encoded] = part.split(",");
    const given = Buffer.from(encoded ?? "", "base64");
    return version === "v1" && given.length === expected.length && timingSafeEqual(given, expected);
  });
}
