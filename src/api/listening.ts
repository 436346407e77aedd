import type { FastifyInstance } from "fastify";
import { Refusal } from "../refusal.ts";
import { isLoopback } from "./access.ts";

interface Place {
  readonly host: string;
  /** 0 has a free one chosen. */
  readonly port: number;
}

/** Opens the service to callers; returns its address, such as http://127.0.0.1:8787. */
export async function listen(app: FastifyInstance, place: Place): Promise<string | Refusal> {
  if (!isLoopback(place.host))
    return new Refusal(
      "option-invalid",
      `The service has no keys yet; on ${place.host} it would answer to other computers too.`,
      "Leave --host out, or give 127.0.0.1, ::1 or localhost.",
    );
  try {
    return await app.listen(place);
  } catch (error) {
    return describeFailure(error, place);
  }
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
      return new Refusal(
        "option-invalid",
        `This computer has no address ${host}.`,
        "Leave --host out, or give 127.0.0.1.",
      );
    default:
      throw error;
  }
}
