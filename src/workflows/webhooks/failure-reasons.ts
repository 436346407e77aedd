import { PRIVATE_ADDRESS } from "./address.ts";

const BAD_CERTIFICATE = "The receiver's certificate cannot be trusted";

/** By the codes of Node's errors, whose own texts tell addresses. */
const FAULTS: ReadonlyMap<string, string> = new Map([
  [PRIVATE_ADDRESS, "The name in the webhook's URL leads to a private or reserved address."],
  ["ENOTFOUND", "The name in the webhook's URL is not known."],
  ["EAI_AGAIN", "The name in the webhook's URL could not be resolved just now."],
  ["ECONNREFUSED", "The receiver refused the connection."],
  ["ECONNRESET", "The receiver closed the connection without an answer."],
  ["EPIPE", "The receiver closed the connection without an answer."],
  ["ETIMEDOUT", "The receiver could not be reached in time."],
  ["EHOSTUNREACH", "The receiver cannot be reached from here."],
  ["ENETUNREACH", "The receiver cannot be reached from here."],
  ["EPROTO", "The receiver does not speak TLS on this port."],
  ["ERR_SSL_WRONG_VERSION_NUMBER", "The receiver does not speak TLS on this port."],
  ["CERT_HAS_EXPIRED", `${BAD_CERTIFICATE}: it has expired.`],
  ["CERT_NOT_YET_VALID", `${BAD_CERTIFICATE}: it is not valid yet.`],
  ["DEPTH_ZERO_SELF_SIGNED_CERT", `${BAD_CERTIFICATE}: it is signed by itself.`],
  ["SELF_SIGNED_CERT_IN_CHAIN", `${BAD_CERTIFICATE}: its chain is signed by itself.`],
  ["UNABLE_TO_GET_ISSUER_CERT_LOCALLY", `${BAD_CERTIFICATE}: its issuer is not known here.`],
  ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", `${BAD_CERTIFICATE}: its chain is not complete.`],
  ["ERR_TLS_CERT_ALTNAME_INVALID", `${BAD_CERTIFICATE}: it is for another name.`],
]);

/** Why no answer came, in one sentence without addresses. */
export function describeFault(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code ?? "";
  const known = FAULTS.get(code);
  if (known !== undefined) return known;
  if (code.startsWith("HPE_")) return "The receiver's answer is not HTTP.";
  return code === ""
    ? "The delivery could not be sent."
    : `The delivery could not be sent: ${code}.`;
}

/** Why an answer with this status, outside 200 to 299, is no delivery. */
export function describeStatus(status: number): string {
  if (status === 410) return "The receiver answered 410 Gone: it wants no more deliveries.";
  if (status >= 300 && status <= 399)
    return `The receiver answered ${status}: redirects are not followed.`;
  return `The receiver answered ${status}.`;
}
