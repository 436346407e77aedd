import dns from "node:dns";
import { promisify } from "node:util";
import * as fc from "fast-check";
import { afterEach, expect, it, vi } from "vitest";
import { checkWebhookUrl, lookupPublic } from "../../../src/workflows/webhooks/address.ts";

const CLOSED_IPV4 =
  "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 168.63.129.16/32 169.254.0.0/16 172.16.0.0/12 " +
  "192.0.0.0/24 192.0.2.0/24 192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 " +
  "203.0.113.0/24 224.0.0.0/4 240.0.0.0/4";
const CLOSED_IPV6 =
  "::/128 ::1/128 ::/96 ::ffff:0:0/96 64:ff9b::/96 64:ff9b:1::/48 100::/64 2001::/23 2001:db8::/32 " +
  "2002::/16 3fff::/20 5f00::/16 fc00::/7 fe80::/10 fec0::/10 ff00::/8";

const refuse = (host: string) =>
  checkWebhookUrl(`https://${host}/hook`, { allowPrivate: false })?.message;
const PRIVATE = "The webhook's URL leads to a private or reserved address.";

const closedIpv4 = CLOSED_IPV4.split(" ").map((subnet) => {
  const [network, length] = subnet.split("/");
  const first = network!.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
  return { first, last: first + 2 ** (32 - Number(length)) - 1 };
});
const writeIpv4 = (number: number) =>
  [24, 16, 8, 0].map((shift) => (number >>> shift) & 255).join(".");
const ipv4 = fc.integer({ min: 0, max: 2 ** 32 - 1 });

afterEach(() => vi.restoreAllMocks());

it("refuses every IPv4 address of the closed ranges, to their very edges, in whatever form", () => {
  const closed = fc
    .constantFrom(...closedIpv4)
    .chain(({ first, last }) =>
      fc.oneof(fc.constantFrom(first, last), fc.integer({ min: first, max: last })),
    );
  fc.assert(
    fc.property(closed, (number) => {
      const hex = number.toString(16);
      const parts = writeIpv4(number).split(".");
      const octal = parts.map((part) => `0${Number(part).toString(8)}`).join(".");
      const wide = writeIpv4(number).replace(/\d/g, (digit) =>
        String.fromCodePoint(0xff10 + Number(digit)),
      );
      const mapped = `[::ffff:${writeIpv4(number)}]`;
      for (const host of [parts.join("."), `${parts.join(".")}.`, String(number), `0x${hex}`])
        expect(refuse(host)).toBe(PRIVATE);
      for (const host of [octal, wide, mapped]) expect(refuse(host)).toBe(PRIVATE);
    }),
  );
});

it("takes an IPv4 address exactly when no closed range holds it", () => {
  const edges = closedIpv4.flatMap(({ first, last }) => [first - 1, last + 1]);
  const inside = edges.filter((number) => number >= 0 && number < 2 ** 32);
  fc.assert(
    fc.property(fc.oneof(ipv4, fc.constantFrom(...inside)), (number) => {
      const isClosed = closedIpv4.some(({ first, last }) => number >= first && number <= last);
      expect(refuse(writeIpv4(number)) === undefined).toBe(!isClosed);
    }),
    { numRuns: 2000 },
  );
});

it("refuses every IPv6 address of the closed ranges", () => {
  const subnets = CLOSED_IPV6.split(" ").map((subnet) => subnet.split("/"));
  const closed = fc
    .tuple(fc.constantFrom(...subnets), fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }))
    .map(([[network, length], bits]) => {
      const free = 128n - BigInt(length!);
      return writeIpv6(readIpv6(network!) | (bits & ((1n << free) - 1n)));
    });
  fc.assert(
    fc.property(closed, (host) => {
      expect(refuse(`[${host}]`)).toBe(PRIVATE);
    }),
    { numRuns: 2000 },
  );
});

it.each(["8.8.8.8", "[2606:4700::1111]", "[2a00:1450:4001::200e]", "hooks.example.com"])(
  "takes %s",
  (host) => expect(refuse(host)).toBeUndefined(),
);

it("refuses IPv6 that carries any IPv4 address within it", () => {
  fc.assert(
    fc.property(ipv4, (number) => {
      const address = writeIpv4(number);
      const [high, low] = [number >>> 16, number & 0xffff].map((part) => part.toString(16));
      for (const host of [`::ffff:${address}`, `::${address}`, `64:ff9b::${address}`])
        expect(refuse(`[${host}]`)).toBe(PRIVATE);
      expect(refuse(`[2002:${high}:${low}::1]`)).toBe(PRIVATE);
    }),
  );
});

it.each([
  "localhost",
  "LOCALHOST",
  "localhost.",
  "db.localhost",
  "metadata.google.internal",
  "printer.local",
  "nas.home.arpa",
  "postgres",
])("refuses the local name %s", (host) => expect(refuse(host)).toBe(PRIVATE));

it.each(["notlocalhost.com", "internal.example.com", "localhost.example.com"])(
  "takes the name %s, which only looks local",
  (host) => expect(refuse(host)).toBeUndefined(),
);

it.each([
  ["ftp://example.com/", "The webhook's URL is neither https nor http."],
  ["file:///etc/passwd", "The webhook's URL is neither https nor http."],
  ["javascript:alert(1)", "The webhook's URL is neither https nor http."],
  ["https://ann:pass@example.com/", "The webhook's URL carries a user name or password."],
  ["https://ann@example.com/", "The webhook's URL carries a user name or password."],
  ["/hooks", "The webhook's URL is not a URL of at most 1,000 characters."],
  ["http://1.2.3.256/", "The webhook's URL is not a URL of at most 1,000 characters."],
])("refuses %s, private addresses allowed or not", (url, message) => {
  for (const allowPrivate of [true, false])
    expect(checkWebhookUrl(url, { allowPrivate })?.message).toBe(message);
});

it("refuses a URL that is longer than 1,000 characters", () => {
  const base = "https://example.com/";
  const check = (length: number) =>
    checkWebhookUrl(base.padEnd(length, "x"), { allowPrivate: false })?.message;
  expect(check(1000)).toBeUndefined();
  expect(check(1001)).toBe("The webhook's URL is not a URL of at most 1,000 characters.");
});

it("takes private addresses and local names where they are allowed", () => {
  for (const host of ["127.0.0.1:8080", "localhost", "[::1]", "10.1.2.3", "crm"])
    expect(checkWebhookUrl(`http://${host}/`, { allowPrivate: true })).toBeNull();
});

it("never throws, and repeats nothing of the URL", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.webUrl({ withQueryParameters: true })), (url) => {
      const refusal = checkWebhookUrl(`${url}?token=T0P5ECRET`, { allowPrivate: false });
      expect(JSON.stringify(refusal)).not.toContain("T0P5ECRET");
    }),
  );
});

it("looks up no name that leads to this machine", async () => {
  const lookup = promisify(lookupPublic);
  await expect(lookup("localhost", {})).rejects.toMatchObject({ code: "PRIVATE_ADDRESS" });
  await expect(lookup("localhost", { all: true })).rejects.toMatchObject({
    code: "PRIVATE_ADDRESS",
  });
});

it.each([
  { addresses: ["10.0.0.1"] },
  { addresses: ["93.184.215.14", "10.0.0.1"] },
  { addresses: ["2606:4700::1111", "::1"] },
  { addresses: ["fe80::1%eth0"] },
  { addresses: [] },
])("refuses a name with the addresses $addresses", async ({ addresses }) => {
  answerLookups(addresses);
  await expect(promisify(lookupPublic)("hooks.example.com", {})).rejects.toMatchObject({
    code: "PRIVATE_ADDRESS",
  });
});

it("gives the public addresses of a name, one or all as asked", async () => {
  answerLookups(["93.184.215.14", "2606:4700::1111"]);
  const lookup = promisify(lookupPublic);
  expect(await lookup("hooks.example.com", {})).toBe("93.184.215.14");
  expect(await lookup("hooks.example.com", { all: true })).toEqual([
    { address: "93.184.215.14", family: 4 },
    { address: "2606:4700::1111", family: 6 },
  ]);
});

/** Has the system's resolver answer so, whichever the name. */
function answerLookups(addresses: readonly string[]): void {
  const answer = addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
  const lookup = (_name: string, _options: object, callback: (...given: unknown[]) => void) =>
    callback(null, answer);
  vi.spyOn(dns, "lookup").mockImplementation(lookup as never);
}

function readIpv6(text: string): bigint {
  const [head, tail] = text.split("::").map((side) => (side === "" ? [] : side.split(":")));
  const zeros = Array.from({ length: 8 - head!.length - tail!.length }, () => "0");
  return [...head!, ...zeros, ...tail!].reduce(
    (sum, part) => (sum << 16n) | BigInt(`0x${part}`),
    0n,
  );
}

function writeIpv6(number: bigint): string {
  return Array.from({ length: 8 }, (_, index) =>
    ((number >> BigInt(112 - 16 * index)) & 0xffffn).toString(16),
  ).join(":");
}
