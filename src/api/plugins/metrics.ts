import type { FastifyInstance } from "fastify";
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { Backlog } from "../../workflows/upkeep.ts";

declare module "fastify" {
  interface FastifyReply {
    /** How many scores this is; set by the routes that score. */
    scoresGiven: number;
  }
}

const MS_PER_S = 1000;
const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Measures of one service for Prometheus. */
export interface Metrics {
  readonly contentType: string;
  render(): Promise<string>;
}

/** @param readBacklog what waits in the database; asked at each rendering */
export function measureRequests(
  app: FastifyInstance,
  readBacklog: () => Promise<Backlog>,
): Metrics {
  const register = new Registry();
  collectDefaultMetrics({ register });
  const registers = [register];
  const durations = new Histogram({
    name: "http_request_duration_seconds",
    help: "Time from a request's headers to the end of its answer.",
    labelNames: ["method", "route", "status"],
    buckets: SECONDS,
    registers,
  });
  const scores = new Counter({
    name: "counterweight_scores_total",
    help: "Scores that were given to callers.",
    registers,
  });
  const showBacklog = addBacklog(registers);
  const timers = new Map<string, Histogram.Internal<string>>();
  // Labels take longer to look up than a map of them.
  const timerOf = (method: string, route: string, status: number) => {
    const key = `${status} ${method} ${route}`;
    const known = timers.get(key) ?? durations.labels(method, route, String(status));
    timers.set(key, known);
    return known;
  };
  app.decorateReply("scoresGiven", 0);
  app.addHook("onResponse", ({ method, routeOptions }, reply, done) => {
    // Addresses that are not there share one name, so that strangers cannot make up series.
    const route = routeOptions.url ?? "unknown";
    timerOf(method, route, reply.statusCode).observe(reply.elapsedTime / MS_PER_S);
    if (reply.scoresGiven > 0) scores.inc(reply.scoresGiven);
    done();
  });
  const render = async () => {
    showBacklog(await readBacklog());
    return register.metrics();
  };
  return { contentType: register.contentType, render };
}

/** @returns what shows a backlog from the next rendering on */
function addBacklog(registers: Registry[]): (backlog: Backlog) => void {
  const jobs = new Gauge({
    name: "counterweight_jobs",
    help: "Jobs that are not done yet, by state.",
    labelNames: ["state"],
    registers,
  });
  const deliveries = new Gauge({
    name: "counterweight_deliveries_waiting",
    help: "Webhook deliveries that are yet to be made.",
    registers,
  });
  const overdue = new Gauge({
    name: "counterweight_deliveries_overdue_seconds",
    help: "How long the delivery that has waited most has been due.",
    registers,
  });
  return (backlog) => {
    jobs.set({ state: "queued" }, backlog.queued);
    jobs.set({ state: "running" }, backlog.running);
    deliveries.set(backlog.deliveries);
    overdue.set(backlog.overdueSeconds);
  };
}
