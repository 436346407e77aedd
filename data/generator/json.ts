const LINE_WIDTH = 100;

/** JSON as the project's formatter leaves it: an array of plain values on one line where it fits. */
export function writeJson(value: object): string {
  const text = JSON.stringify(value, null, 2);
  return `${text.replaceAll(/^(.*)\[([^[\]{}]+)\](,?)$/gm, joinIfShort)}\n`;
}

function joinIfShort(whole: string, before: string, items: string, after: string): string {
  const line = `${before}[${items.trim().replaceAll(/\n\s*/g, " ")}]${after}`;
  return line.length <= LINE_WIDTH ? line : whole;
}
