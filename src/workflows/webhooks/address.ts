import dns from "node:dns";
import { BlockList, isIP, isIPv4, type LookupFunction } from "node:net";
import { Refusal } from "../../refusal.ts";

/** IPv4 that is not, or not for everybody, on the public internet: IANA's special-purpose registry. */
const CLOSED_IPV4 = listSubnets("ipv4", [
  ["0.0.0.0", 8], // this network, unspecified
  ["10.0.0.0", 8], // private
  ["100.64.0.0", 10], // carrier-grade NAT
  ["127.0.0.0", 8], // loopback
  ["168.63.129.16", 32], // a cloud's host agent, under a public address
  ["169.254.0.0", 16], // link-local, cloud metadata
  ["172.16.0.0", 12], // private
  ["192.0.0.0", 24], // protocol assignments
  ["192.0.2.0", 24], // documentation
  ["192.88.99.0", 24], // 6to4 relays
  ["192.168.0.0", 16], // private
  ["198.18.0.0", 15], // benchmarks
  ["198.51.100.0", 24], // documentation
  ["203.0.113.0", 24], // documentation
  ["224.0.0.0", 4], // multicast
  ["240.0.0.0", 4], // reserved, broadcast
]);

/** All other IPv6 is unspecified, loopback, mapped IPv4, NAT64, local, multicast or not handed out. */
const GLOBAL_IPV6 = listSubnets("ipv6", [["2000::", 3]]);

const CLOSED_IPV6 = listSubnets("ipv6", [
  ["2001::", 23], // protocol assignments, Teredo
  ["2001:db8::", 32], // documentation
  ["2002::", 16], // 6to4, which carries IPv4
  ["3fff::", 20], // documentation
]);

/** Names set aside for one machine or one network. */
const LOCAL_NAME = /(^|\.)(localhost|local|internal|home\.arpa)$/;

/** As long as any text that the service takes. */
const LONGEST_URL = 1000;

/** The code of the error that lookupPublic gives. */
export const PRIVATE_ADDRESS = "PRIVATE_ADDRESS";

/**
 * What a webhook's URL says by itself against sending to it. A name may still lead to a private
 * address, now or later: lookupPublic sees to that at each connection.
 */
export function checkWebhookUrl(
  url: string,
  { allowPrivate }: { readonly allowPrivate: boolean },
): Refusal | null {
  if (url.length > LONGEST_URL || !URL.canParse(url))
    return refuseUrl(
      `is not a URL of at most ${LONGEST_URL.toLocaleString("en-US")} characters`,
      "Give a whole URL, such as https://crm.example.com/hooks/leads.",
    );
  const { protocol, username, password, hostname } = new URL(url);
  if (protocol !== "https:" && protocol !== "http:")
    return refuseUrl("is neither https nor http", "Give a URL that begins with https://.");
  if (username !== "" || password !== "")
    return refuseUrl(
      "carries a user name or password",
      "Leave it out, and let the receiver verify the signature instead.",
    );
  if (allowPrivate || isPublicHost(hostname)) return null;
  return refuseUrl(
    "leads to a private or reserved address",
    "Give a public one, or start the service so that it allows webhooks to private addresses.",
  );
}

/**
 * Resolves a name for a connection, and fails when any of its addresses is not public. The connection
 * goes to the very addresses that were checked, so a name cannot change between check and use.
 * An address in place of a name is not looked up by Node at all: checkWebhookUrl judges that.
 */
export const lookupPublic: LookupFunction = (hostname, options, callback) => {
  dns.lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error !== null) return callback(error, []);
    if (addresses.length === 0 || !addresses.every(({ address }) => isPublicAddress(address)))
      return callback(
        Object.assign(new Error("The name leads to a private or reserved address."), {
          code: PRIVATE_ADDRESS,
        }),
        [],
      );
    if (options.all) return callback(null, addresses);
    return callback(null, addresses[0]!.address, addresses[0]!.family);
  });
};

function isPublicHost(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");
  if (isIP(host) !== 0) return isPublicAddress(host);
  return host.includes(".") && !LOCAL_NAME.test(host);
}

/** Whether an IPv4 or IPv6 address is one of the public internet. */
function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !CLOSED_IPV4.check(address, "ipv4");
  // A zone, as in fe80::1%eth0, is only ever given to an address of the local network.
  if (address.includes("%")) return false;
  return GLOBAL_IPV6.check(address, "ipv6") && !CLOSED_IPV6.check(address, "ipv6");
}

// One family a list: Node holds IPv4 against IPv6 subnets as if it were mapped.
function listSubnets(
  family: "ipv4" | "ipv6",
  subnets: readonly (readonly [network: string, prefix: number])[],
): BlockList {
  const list = new BlockList();
  for (const [network, prefix] of subnets) list.addSubnet(network, prefix, family);
  return list;
}

function refuseUrl(fault: string, remedy: string): Refusal {
  return new Refusal("webhook-invalid", `The webhook's URL ${fault}.`, remedy, [
    { where: "/url", reason: fault },
  ]);
}
