import type { ServiceFixture } from "./service-fixture.ts";

type Role = Parameters<ServiceFixture["asRole"]>[0];

/** Asks a service as somebody of a role. */
export function askAs({ app, asRole }: ServiceFixture, role: Role) {
  return async (method: "GET" | "POST" | "PUT", url: string, payload?: object) => {
    const headers = asRole(role);
    const reply = await app.inject({ method, url, headers, ...(payload && { payload }) });
    return { status: reply.statusCode, headers: reply.headers, body: reply.json() };
  };
}
