export type Row = Readonly<Record<string, string>>;

/** Rows of a CSV text by column; quoted cells may hold commas and quotes, but no line breaks. */
export function readCsv(text: string): readonly Row[] {
  const [header, ...lines] = text.trimEnd().split("\n").map(readCells);
  return lines.map((cells) => Object.fromEntries(header!.map((name, i) => [name, cells[i]!])));
}

export function groupBy(rows: readonly Row[], column: string): readonly (readonly Row[])[] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(row[column]!);
    if (group === undefined) groups.set(row[column]!, [row]);
    else group.push(row);
  }
  return [...groups.values()];
}

function readCells(line: string): readonly string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain!,
  );
}
