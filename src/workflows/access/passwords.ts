import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";
import { Refusal } from "../../refusal.ts";

interface Cost {
  /** Work and memory: 128·N·r bytes. A power of two. */
  readonly N: number;
  readonly r: number;
  readonly p: number;
}

// One of OWASP's equal choices: 32 MiB a password, so that the four that Node hashes at once fit 128 MiB.
const COST: Cost = { N: 2 ** 15, r: 8, p: 3 };
const SALT_BYTES = 16;
const HASH_BYTES = 32;

const SHORTEST = 12;
const LONGEST = 1024;

const STORED = /^scrypt\$(\d+)\$(\d+)\$(\d+)\$([A-Za-z0-9+/]+=*)\$([A-Za-z0-9+/]+=*)$/;
const DUMMY = formatHash(COST, Buffer.alloc(SALT_BYTES), Buffer.alloc(HASH_BYTES));

const derive = promisify<
  string,
  Buffer,
  number,
  { N: number; r: number; p: number; maxmem: number },
  Buffer
>(scrypt);

/** Whether a person may choose this password; length is all that is asked. */
export function checkPassword(password: string): Refusal | null {
  const { length } = [...password];
  if (length >= SHORTEST && length <= LONGEST) return null;
  const fault =
    length < SHORTEST ? `fewer than ${SHORTEST} characters` : `more than ${LONGEST} characters`;
  return new Refusal(
    "password-invalid",
    `The password has ${fault}.`,
    `Choose one of ${SHORTEST} to ${LONGEST} characters; a few unrelated words are easy to remember.`,
    [{ where: "/password", reason: `has ${fault}` }],
  );
}

/** `scrypt$N$r$p$salt$hash`, salt and hash in base64. Takes about a fifth of a second. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  return formatHash(COST, salt, await deriveHash(password, salt, HASH_BYTES, COST));
}

/**
 * Whether a password is the one that was hashed.
 *
 * @param stored null when nobody has the name that was given: the answer is no after the same work,
 *   so that time does not tell who exists.
 */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  const { cost, salt, hash } = parseHash(stored ?? DUMMY);
  const derived = await deriveHash(password, salt, hash.length, cost);
  return timingSafeEqual(derived, hash) && stored !== null;
}

function deriveHash(password: string, salt: Buffer, bytes: number, cost: Cost): Promise<Buffer> {
  // Keyboards compose accented letters differently; NFKC makes them the same password.
  const maxmem = 2 * 128 * cost.N * cost.r;
  return derive(password.normalize("NFKC"), salt, bytes, { ...cost, maxmem });
}

function formatHash({ N, r, p }: Cost, salt: Buffer, hash: Buffer): string {
  return ["scrypt", N, r, p, salt.toString("base64"), hash.toString("base64")].join("$");
}

function parseHash(stored: string): { cost: Cost; salt: Buffer; hash: Buffer } {
  const parts = STORED.exec(stored);
  if (parts === null) throw new Error("A stored password hash is not one that hashPassword made.");
  return {
    cost: { N: Number(parts[1]), r: Number(parts[2]), p: Number(parts[3]) },
    salt: Buffer.from(parts[4]!, "base64"),
    hash: Buffer.from(parts[5]!, "base64"),
  };
}
