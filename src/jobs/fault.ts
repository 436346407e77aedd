import type { Refusal } from "../refusal.ts";
import type { JobFault } from "../store/jobs.ts";

/** An error by its name and its SQLSTATE or code. Messages of the database carry values of rows. */
function nameFault(error: unknown): string {
  if (!(error instanceof Error)) return "a value that is no error";
  const { code } = (error.cause ?? error) as { code?: unknown };
  return typeof code === "string" && /^\w{1,40}$/.test(code) ? `${error.name} ${code}` : error.name;
}

/** An error that may be shown and logged: where it arose, and nothing that it said. */
export function withoutValues(error: unknown): Error {
  const bare = new Error(nameFault(error));
  const frames = error instanceof Error ? (error.stack ?? "").match(/^ {4}at .*$/gm) : null;
  bare.stack = [`Error: ${bare.message}`, ...(frames ?? [])].join("\n");
  return bare;
}

export function describeRefusal({ code, message, remedy, details }: Refusal): JobFault {
  return { code, message, remedy, details };
}

/** What is said of a job at which a worker failed. */
export function describeFault(error: unknown): JobFault {
  return {
    code: "fault",
    message: `The job met a fault of the service's own: ${nameFault(error)}.`,
    remedy: "Look at what the service wrote where it was started, and report it.",
    details: [],
  };
}

/** What is said of an import whose command ended before it did. */
export const INTERRUPTED: JobFault = {
  code: "fault",
  message: "The import was interrupted before its end; what it had kept by then is kept.",
  remedy: "Run the command again with the same files and mapping: it goes on where it stopped.",
  details: [],
};

/** What is said of a job whose workers died over it. */
export const ABANDONED: JobFault = {
  code: "fault",
  message: "The job was begun several times, and the service ended each time before the job did.",
  remedy: "Look for why the service ended, such as too little memory, and ask for the job again.",
  details: [],
};
