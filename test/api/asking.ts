import type { ServiceFixture } from "./service-fixture.ts";

type Role = Parameters<ServiceFixture["asRole"]>[0];
export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** Asks a service as somebody of a role. An answer has its text, and as body what that says as JSON. */
export function askAs({ app, asRole }: ServiceFixture, role: Role) {
  return async (method: Method, url: string, payload?: object) => {
    const headers = asRole(role);
    const reply = await app.inject({ method, url, headers, ...(payload && { payload }) });
    const isJson = /json/.test(String(reply.headers["content-type"]));
    return {
      status: reply.statusCode,
      headers: reply.headers,
      text: reply.body,
      body: isJson && reply.body !== "" ? reply.json() : null,
    };
  };
}
