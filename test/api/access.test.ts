import fastify, { type InjectOptions } from "fastify";
import { describe, expect, it } from "vitest";
import { guardRoutes } from "../../src/api/access.ts";
import { ROLES } from "../../src/workflows/access/caller.ts";
import { type ServiceFixture, useService } from "./service-fixture.ts";

type Method = NonNullable<InjectOptions["method"]>;

/** An address that a route's template stands for, with ids that nothing has. */
function fillIn(template: string): string {
  return template.replace(/:\w+/g, "999999").replace("*", "index.css");
}

async function ask({ app }: ServiceFixture, method: string, url: string, headers = {}) {
  const reply = await app.inject({ method: method as Method, url: fillIn(url), headers });
  return reply.statusCode;
}

describe("who may call", () => {
  it("is kept to by every route, for every role and for nobody", async () => {
    // With something live, the report would wait for a worker that makes it.
    const service = await useService({ publish: false });
    const surprises: string[] = [];
    for (const { method, url, roles } of service.routes) {
      for (const role of ROLES) {
        const status = await ask(service, method, url, service.asRole(role));
        const may = role === "admin" || roles.includes("public") || roles.includes(role);
        const isAsDeclared = may
          ? status < 500 && status !== 401 && status !== 403
          : status === 403;
        if (!isAsDeclared) surprises.push(`${role}: ${method} ${url} gives ${status}`);
      }
      const status = await ask(service, method, url);
      const isAsDeclared = roles.includes("public")
        ? status < 500 && status !== 401
        : status === 401;
      if (!isAsDeclared) surprises.push(`nobody: ${method} ${url} gives ${status}`);
    }
    expect(surprises).toEqual([]);
    expect(service.faults).toEqual([]);
  });

  it("is everybody only where a stranger has business", async () => {
    const { routes } = await useService({ publish: false });
    const open = routes.filter(({ roles }) => roles.includes("public"));
    const addresses = open
      .filter(({ method, url }) => method !== "HEAD" && !url.startsWith("/docs"))
      .map(({ method, url }) => `${method} ${url}`);
    expect(addresses.toSorted()).toEqual([
      "GET /",
      "GET /healthz",
      "GET /openapi.json",
      "GET /readyz",
      "POST /v1/session",
    ]);
    expect(open.every(({ roles }) => roles.length === 1)).toBe(true);
  });

  it.each([[undefined], [[]]])("must be declared: %o is refused", (roles) => {
    const app = fastify();
    const limit = async () => null;
    guardRoutes(app, { identify: async () => null, limit, publicPrefix: "/docs" });
    const config = roles === undefined ? {} : { roles };
    expect(() => app.get("/open", { config }, () => "")).toThrow(RangeError);
    expect(() => app.get("/docsets", { config }, () => "")).toThrow(RangeError);
  });

  it("is said of every operation in openapi.json", async () => {
    const { app, routes } = await useService({ publish: false });
    const document = app.swagger() as unknown as {
      paths: Record<string, Record<string, { description: string; security: object[] }>>;
    };
    for (const [path, operations] of Object.entries(document.paths)) {
      for (const [method, { description, security }] of Object.entries(operations)) {
        const url = path.replace(/\{(\w+)\}/g, ":$1");
        const route = routes.find((one) => one.url === url && one.method === method.toUpperCase());
        const isPublic = route!.roles.includes("public");
        expect(security).toEqual(isPublic ? [] : [{ bearer: [] }, { cookie: [] }]);
        for (const role of isPublic ? [] : route!.roles) expect(description).toContain(role);
      }
    }
    expect(Object.keys(document.paths).length).toBeGreaterThan(10);
  });
});
