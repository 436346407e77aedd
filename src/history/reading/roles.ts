import { basename } from "node:path";
import { Refusal } from "../../refusal.ts";
import { findColumn, refuseMissing } from "../files/column-names.ts";
import { readTable, type Table } from "../files/table.ts";
import type { Mapping } from "../mapping.ts";
import { fold } from "../typing/typing.ts";

export type Role = "deals" | "leads" | "activities";

/** The export files by what the mapping says of them. */
export interface Files {
  readonly deals: Table;
  readonly leads: Table | null;
  readonly activities: Table | null;
}

/** Columns of a role that must be there; columns that were left out as leaks need not. */
export function columnsOf(role: Role, mapping: Mapping): readonly string[] {
  if (role === "deals") return [...dealColumns(mapping), ...attributeColumns("deals", mapping)];
  if (role === "leads")
    return mapping.leads === undefined
      ? []
      : [
          mapping.leads.id,
          ...(mapping.leads.accountId === undefined ? [] : [mapping.leads.accountId]),
          ...attributeColumns("leads", mapping),
        ];
  const { file: _, ...columns } = mapping.activities ?? { file: "" };
  return Object.values(columns).filter((column) => column !== undefined);
}

export function attributeColumns(from: "deals" | "leads", mapping: Mapping): readonly string[] {
  const score = mapping.existingScore;
  return [
    ...mapping.attributes.filter((attribute) => attribute.from === from).map((a) => a.column),
    ...mapping.excludedColumns.filter((e) => e.from === from && e.keep).map((e) => e.column),
    ...(score?.from === from ? score.columns : []),
  ];
}

function dealColumns(mapping: Mapping): readonly string[] {
  const { file: _, outcome, ...columns } = mapping.deals;
  const outcomeColumns =
    outcome.by === "words" ? [outcome.column] : [outcome.won, outcome.closed, outcome.lost];
  return [...Object.values(columns), ...outcomeColumns].filter((column) => column !== undefined);
}

/** Which columns to read of a file whose role is not known yet. */
export function mappedColumns(mapping: Mapping): (column: string) => boolean {
  const roles: readonly Role[] = ["deals", "leads", "activities"];
  const names = [
    ...roles.flatMap((role) => columnsOf(role, mapping)),
    ...mapping.excludedColumns.map((excluded) => excluded.column),
  ];
  const wanted = new Set(names.map(fold));
  return (column) => wanted.has(fold(column));
}

/** Reads a file that is known to hold the activities; null where none is given. */
export async function openActivities(
  path: string | undefined,
  mapping: Mapping,
): Promise<Table | null | Refusal> {
  if (path === undefined) return null;
  const table = await readTable(path, { only: mappedColumns(mapping) });
  if (table instanceof Refusal) return table;
  if (mapping.activities === undefined)
    return new Refusal(
      "file-unrecognised",
      `The mapping does not say how to read ${table.file}.`,
      "Describe its columns under activities in the mapping.",
      [{ where: "mapping, activities", reason: "missing" }],
    );
  return refuseMissing(table, columnsOf("activities", mapping)) ?? table;
}

/** Reads the files and finds what each is: by its name in the mapping, else by its columns. */
export async function openFiles(
  paths: readonly string[],
  mapping: Mapping,
  options: { readonly activities?: string; readonly onProgress?: (text: string) => void },
): Promise<Files | Refusal> {
  const tables: Table[] = [];
  for (const path of paths) {
    options.onProgress?.(`Reading ${basename(path)}`);
    const table = await readTable(path, { only: mappedColumns(mapping) });
    if (table instanceof Refusal) return table;
    tables.push(table);
  }
  if (options.activities !== undefined)
    options.onProgress?.(`Reading ${basename(options.activities)}`);
  const activities = await openActivities(options.activities, mapping);
  return activities instanceof Refusal ? activities : assignRoles(tables, activities, mapping);
}

function assignRoles(
  tables: readonly Table[],
  activities: Table | null,
  mapping: Mapping,
): Files | Refusal {
  const left = new Set(tables);
  const found = new Map<Role, Table>(activities === null ? [] : [["activities", activities]]);
  const open = (["deals", "leads", "activities"] as const).filter(
    (role) => mapping[role] !== undefined && !found.has(role),
  );
  for (const pick of [byName, byColumns])
    for (const role of open) {
      const picked = found.has(role) ? [] : [...left].filter((t) => pick(t, role, mapping));
      if (picked.length > 1) return refuseSeveral(picked, role);
      for (const table of picked) {
        found.set(role, table);
        left.delete(table);
      }
    }
  const nowhere = open.filter((role) => !found.has(role));
  for (const table of left) return refuseUnrecognised(table, nowhere, mapping);
  return checkFiles(found, mapping);
}

function checkFiles(found: ReadonlyMap<Role, Table>, mapping: Mapping): Files | Refusal {
  for (const [role, table] of found) {
    const refusal = refuseMissing(table, columnsOf(role, mapping));
    if (refusal !== null) return refusal;
  }
  const deals = found.get("deals");
  const leads = found.get("leads") ?? null;
  if (deals === undefined) return refuseAbsent("deals", mapping.deals.file);
  if (
    leads === null &&
    mapping.leads !== undefined &&
    attributeColumns("leads", mapping).length > 0
  )
    return refuseAbsent("leads", mapping.leads.file);
  return { deals, leads, activities: found.get("activities") ?? null };
}

function byName(table: Table, role: Role, mapping: Mapping): boolean {
  return plainName(table.file) === plainName(mapping[role]?.file ?? "");
}

function byColumns(table: Table, role: Role, mapping: Mapping): boolean {
  return columnsOf(role, mapping).every((column) => findColumn(table, column) !== undefined);
}

function plainName(file: string): string {
  return basename(file).toLowerCase().replace(/\.gz$/, "");
}

function refuseAbsent(role: Role, file: string): Refusal {
  return new Refusal(
    "file-missing",
    `No file of ${role} was given.`,
    `Name the file that the mapping calls ${basename(file)} too.`,
  );
}

function refuseSeveral(tables: readonly Table[], role: Role): Refusal {
  const names = tables.map((table) => table.file).join(" and ");
  return new Refusal(
    "file-unrecognised",
    `${names} could each be the file of ${role}.`,
    `Give one of them, or call one as the mapping does.`,
    tables.map((table) => ({ where: table.file, reason: `has what the file of ${role} needs` })),
  );
}

function refuseUnrecognised(table: Table, roles: readonly Role[], mapping: Mapping): Refusal {
  const lacks = roles.map((role) => {
    const missing = columnsOf(role, mapping).filter((c) => findColumn(table, c) === undefined);
    return `as the file of ${role} it lacks ${missing.map((c) => `"${c}"`).join(", ")}`;
  });
  const reasons = lacks.length > 0 ? lacks : ["the mapping asks for no further file"];
  return new Refusal(
    "file-unrecognised",
    `${table.file} is none of the mapping's files: ${reasons.join("; ")}.`,
    "Leave it out, or make a mapping from this file anew.",
    reasons.map((reason) => ({ where: table.file, reason })),
  );
}
