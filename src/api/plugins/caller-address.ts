import { isIPv6 } from "node:net";

const NETWORK_GROUPS = 4;
const GROUPS = 8;

/**
 * The address by which callers without a key are told apart. One customer of a provider has a whole
 * IPv6 network of 64 bits, so that counts as one.
 */
export function nameAddress(ip: string): string {
  const plain = ip.replace(/^::ffff:(?=\d+\.)/i, "");
  if (!isIPv6(plain)) return plain;
  const [head = "", tail] = plain.toLowerCase().split("::");
  const [first, last] = [head, tail ?? ""].map((part) => (part === "" ? [] : part.split(":")));
  const filled = tail === undefined ? [] : Array(GROUPS - first!.length - last!.length).fill("0");
  return [...first!, ...filled, ...last!].slice(0, NETWORK_GROUPS).join(":");
}
