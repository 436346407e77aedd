interface Circumstances {
  /** Epoch milliseconds. */
  readonly at: number;
  /** Where it arose, such as the template of a route, without values of the input. */
  readonly place?: string | undefined;
}

/** A fault of the program's own, without its message, which may hold values of the input. */
export function describeFault(error: unknown, { at, place }: Circumstances): string {
  const told = [new Date(at).toISOString(), place, nameFault(error)].filter(Boolean).join(" ");
  return `counterweight: a fault of its own, not of the input: ${told}\n`;
}

function nameFault(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  const frames = error.stack?.split("\n").filter((line) => line.startsWith("    at ")) ?? [];
  return [[error.name, codeOf(error)].filter(Boolean).join(" "), ...frames.slice(0, 4)].join("\n");
}

/** Its SQLSTATE or other code, which the errors that wrap a database's keep in their cause. */
function codeOf(error: Error): string | null {
  const { code } = (error.cause ?? error) as { code?: unknown };
  return typeof code === "string" && /^\w{1,40}$/.test(code) ? code : null;
}
