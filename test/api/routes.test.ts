import fastify from "fastify";
import { describe, expect, it } from "vitest";
import { guardRoutes } from "../../src/api/access.ts";
import { listen } from "../../src/api/listening.ts";
import { problemSchema } from "../../src/api/problem.ts";
import { serveSmall, startSmall } from "./service-fixture.ts";

const ADDRESSES = [
  "GET /",
  "GET /calibration.json",
  "GET /healthz",
  "GET /openapi.json",
  "GET /report",
  "GET /report/calibration.json",
  "POST /v1/score",
];

describe("who may call", () => {
  it("is declared by every route", async () => {
    const { routes } = await startSmall();
    const named = routes.filter(({ method }) => method !== "HEAD");
    expect(named.map(({ method, url }) => `${method} ${url}`).toSorted()).toEqual(ADDRESSES);
    for (const { roles } of routes) expect(roles).toEqual(["local"]);
  });

  it.each([[undefined], [[]]])("must be declared: %o is refused", (roles) => {
    const app = fastify();
    guardRoutes(app);
    const config = roles === undefined ? {} : { roles };
    expect(() => app.get("/open", { config }, () => "")).toThrow(RangeError);
  });

  it.each([
    ["another computer", { remoteAddress: "192.0.2.7" }],
    ["a name that another computer could have", { headers: { host: "attacker.example:8787" } }],
    ["a name that only begins well", { headers: { host: "127.0.0.1.attacker.example" } }],
  ])("nobody from %s, at any address", async (_, from) => {
    const { app, routes } = await startSmall();
    for (const { method, url } of routes) {
      const reply = await app.inject({ method: method as "GET", url, ...from });
      expect(reply.statusCode).toBe(403);
      if (method !== "HEAD") expect(reply.json()).toMatchObject({ code: "caller-refused" });
    }
  });

  it.each(["0.0.0.0", "::", "192.0.2.7", "127.0.0.1.attacker.example"])(
    "nobody on %s, where other computers could call",
    async (host) => {
      const { app } = await startSmall();
      const refusal = await listen(app, { host, port: 0 });
      expect(refusal).toMatchObject({ code: "option-invalid", remedy: expect.any(String) });
      expect(app.server.listening).toBe(false);
    },
  );

  it.each(["localhost", "LOCALHOST:8787", "127.0.0.1:8787", "127.9.9.9", "[::1]:8787"])(
    "a program on this computer that calls it %s",
    async (host) => {
      const { app } = await startSmall();
      for (const remoteAddress of ["127.0.0.1", "::1", "::ffff:127.0.0.1"]) {
        const reply = await app.inject({ url: "/healthz", headers: { host }, remoteAddress });
        expect(reply.json()).toEqual({ status: "up" });
      }
    },
  );
});

describe("addresses", () => {
  it("that are not there are answered with a problem", async () => {
    const { app } = await startSmall();
    for (const url of ["/nowhere", "/v1", "/%zz", "/report/../../etc/passwd"]) {
      const reply = await app.inject({ url });
      const problem = problemSchema.parse(reply.json());
      expect(reply.headers["content-type"]).toBe("application/problem+json");
      expect(problem.status).toBe(reply.statusCode);
      expect([400, 404]).toContain(reply.statusCode);
    }
  });

  it("that take other methods say which", async () => {
    const { app } = await startSmall();
    const get = await app.inject({ url: "/v1/score/?x=1" });
    expect(get.headers["allow"]).toBe("POST");
    expect(problemSchema.parse(get.json())).toMatchObject({ status: 405 });
    const put = await app.inject({ method: "PUT", url: "/report" });
    expect(put.headers["allow"]).toBe("GET, HEAD");
  });

  it("of the report give its page and its figures as they are on disk, also beside it", async () => {
    const { app } = await startSmall();
    const page = await app.inject({ url: "/report" });
    expect(page.headers["content-type"]).toBe("text/html; charset=utf-8");
    expect(page.body).toBe("<!doctype html><title>Report</title>");
    const figures = await app.inject({ url: "/report/calibration.json" });
    expect(figures.headers["content-type"]).toBe("application/json; charset=utf-8");
    expect(figures.body).toBe('{"seed":1}');
    const beside = await app.inject({ url: "/calibration.json" });
    expect(beside.headers["location"]).toBe("/report/calibration.json");
  });

  it("of the report say what to do where there is none", async () => {
    const { app } = await startSmall(await serveSmall({ report: "absent" }));
    for (const url of ["/report", "/report/calibration.json"]) {
      const problem = problemSchema.parse((await app.inject({ url })).json());
      expect(problem).toMatchObject({ status: 404, code: "file-missing" });
      expect(problem.remedy).toContain("--report");
    }
    expect((await app.inject({ url: "/" })).body).not.toContain('href="/report"');
  });
});

it("openapi.json describes the score route: its request, its answer and its problems", async () => {
  const { app } = await startSmall();
  const document = (await app.inject({ url: "/openapi.json" })).json();
  expect(document.openapi).toBe("3.1.0");
  expect(Object.keys(document.paths)).toEqual(["/v1/score", "/healthz"]);
  const { requestBody, responses } = document.paths["/v1/score"].post;
  const request = requestBody.content["application/json"].schema;
  expect(request.required).toEqual(["lead"]);
  expect(request.properties.lead.required).toEqual(["id", "attributes", "activities"]);
  const answer = responses["200"].content["application/json"].schema;
  expect(answer.required).toEqual(["lead", "asOf", "rules", "model", "disagreement", "attributes"]);
  const problem = responses.default.content["application/problem+json"].schema;
  expect(problem.required).toContain("remedy");
});

it("pages may run no script, load nothing, and are never forced to HTTPS", async () => {
  const { app } = await startSmall();
  const { headers } = await app.inject({ url: "/report" });
  expect(headers["content-security-policy"]).toBe(
    "default-src 'none';style-src 'unsafe-inline';img-src data:;base-uri 'none';form-action 'none';frame-ancestors 'none'",
  );
  expect(headers["strict-transport-security"]).toBeUndefined();
  expect(headers["x-content-type-options"]).toBe("nosniff");
});
