import type { FastifyInstance } from "fastify";
import { Refusal } from "../refusal.ts";

interface Place {
  readonly host: string;
  /** 0 has a free one chosen. */
  readonly port: number;
}

/** Opens the service to callers; returns its address, such as http://127.0.0.1:8787. */
export async function listen(app: FastifyInstance, place: Place): Promise<string | Refusal> {
  try {
    return await app.listen(place);
  } catch (error) {
    return describeFailure(error, place);
  }
}

/** Whether a host name can only mean this computer. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127(\.\d{1,3}){3}$/.test(host);
}

function describeFailure(error: unknown, { host, port }: Place): Refusal {
  switch ((error as NodeJS.ErrnoException).code) {
    case "EADDRINUSE":
      return new Refusal(
        "option-invalid",
        `Port ${port} is in use on ${host}, perhaps by this service.`,
        "Stop what uses it, or give another --port; 0 has a free one chosen.",
      );
    case "EACCES":
      return new Refusal(
        "option-invalid",
        `This user may not open port ${port}.`,
        "Give a --port from 1024 on.",
      );
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
      return new Refusal(
        "option-invalid",
        `This computer has no address ${host}.`,
        "Leave --host out, or give 127.0.0.1.",
      );
    default:
      throw error;
  }
}
