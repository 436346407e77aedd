import { hash, randomBytes } from "node:crypto";

const SECRET_BYTES = 32;

/** Characters of a key that lists may show: `cw_` and 48 of its 256 bits. */
const PREFIX_LENGTH = 11;

export interface ApiKey {
  /** Shown once, never stored. */
  readonly key: string;
  /** The first characters, by which a person tells keys apart. */
  readonly prefix: string;
  /** What is stored. */
  readonly hash: string;
}

export function makeApiKey(): ApiKey {
  const key = `cw_${randomBytes(SECRET_BYTES).toString("base64url")}`;
  return { key, prefix: key.slice(0, PREFIX_LENGTH), hash: hashSecret(key) };
}

/** A token for the session cookie, and the hash of it that is stored. */
export function makeSessionToken(): { readonly token: string; readonly hash: string } {
  const token = randomBytes(SECRET_BYTES).toString("base64url");
  return { token, hash: hashSecret(token) };
}

/** A secret that both sides keep: deliveries are signed with the bytes behind `whsec_`. */
export function makeWebhookSecret(): string {
  return `whsec_${randomBytes(SECRET_BYTES).toString("base64")}`;
}

/**
 * SHA-256 of a random secret, in hex. Passwords need hashPassword: they can be guessed.
 *
 * Looked up by this hash, a secret needs no constant-time compare: what time tells of a hash says
 * nothing of a secret with that hash.
 */
export function hashSecret(secret: string): string {
  return hash("sha256", secret);
}
