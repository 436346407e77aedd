import type { InjectOptions } from "fastify";
import type { ServiceFixture } from "./service-fixture.ts";

type Role = Parameters<ServiceFixture["asRole"]>[0];
type Method = NonNullable<Extract<InjectOptions["method"], string>>;

/** Asks a service as somebody of a role, for an answer of a known form. */
export async function callAs<T = unknown>(
  { app, asRole }: ServiceFixture,
  role: Role,
  [method, url]: readonly [Method, string],
  payload?: object,
): Promise<{ readonly status: number; readonly text: string; readonly body: T }> {
  const headers = asRole(role);
  const reply = await app.inject({ method, url, headers, ...(payload && { payload }) });
  const text = reply.body;
  return { status: reply.statusCode, text, body: (text === "" ? null : JSON.parse(text)) as T };
}
