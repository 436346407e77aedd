import { STATUS_CODES } from "node:http";
import type { Socket } from "node:net";

const UNREADABLE = {
  status: 400,
  code: "request-unreadable",
  detail: "The request is not HTTP that can be read.",
  remedy: "Send it with an ordinary HTTP client.",
};

const FAULTS: Readonly<Record<string, typeof UNREADABLE>> = {
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: 408,
    code: "request-too-slow",
    detail: "The request did not come to its end in time.",
    remedy: "Send it again, in smaller parts where the line is slow.",
  },
  HPE_HEADER_OVERFLOW: {
    status: 431,
    code: "headers-too-large",
    detail: "The request's headers are larger than 16 KiB.",
    remedy: "Send fewer or shorter headers, and what is long in the body.",
  },
};

/** Answers what does not come to be a request, as every other error is answered. */
export function answerClientError(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === "ECONNRESET" || socket.destroyed) return;
  const said = FAULTS[error.code ?? ""] ?? UNREADABLE;
  const title = STATUS_CODES[said.status]!;
  const body = JSON.stringify({ type: "about:blank", title, ...said, details: [] });
  const head = [
    `HTTP/1.1 ${said.status} ${title}`,
    "content-type: application/problem+json",
    `content-length: ${Buffer.byteLength(body)}`,
    "connection: close",
  ];
  if (socket.writable) socket.end(`${head.join("\r\n")}\r\n\r\n${body}`);
  else socket.destroy();
}
