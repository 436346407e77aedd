/** A fault of the program's own, without its message, which may hold values of the input. */
export function describeFault(error: unknown): string {
  return `counterweight: a fault of its own, not of the input: ${nameFault(error)}\n`;
}

function nameFault(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  const frames = error.stack?.split("\n").filter((line) => line.startsWith("    at ")) ?? [];
  return [error.name, ...frames.slice(0, 4)].join("\n");
}
