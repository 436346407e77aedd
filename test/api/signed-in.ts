import type { Role } from "../../src/workflows/access/caller.ts";
import { askAs } from "./asking.ts";
import type { ServiceFixture } from "./service-fixture.ts";

export const PASSWORD = "four unrelated words";

/** Lets a person in; returns what the service says of it. */
export async function addPerson(
  service: ServiceFixture,
  email: string,
  role: Role,
): Promise<{ readonly id: number; readonly email: string }> {
  const person = { email, name: "Ann", role, password: PASSWORD };
  return (await askAs(service, "admin")("POST", "/v1/people", person)).body;
}

export function signIn(
  { app }: Pick<ServiceFixture, "app">,
  email: string,
  password = PASSWORD,
  headers: Readonly<Record<string, string>> = {},
) {
  return app.inject({
    method: "POST",
    url: "/v1/session",
    headers,
    payload: { email, password },
  });
}

/** The cookie of a session as a browser would send it back. */
export async function openSession(service: ServiceFixture, email: string): Promise<string> {
  const reply = await signIn(service, email);
  return String(reply.headers["set-cookie"]).split(";")[0]!;
}
