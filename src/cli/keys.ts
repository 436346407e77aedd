import { type Command, InvalidArgumentError, Option } from "commander";
import type { Role } from "../workflows/access/caller.ts";
import { ROLES } from "../workflows/access/caller.ts";
import { createKey, type KeyRecord, readKeys, withdrawKey } from "../workflows/access/keys.ts";
import { addConnectionOptions, type ConnectionOptions, withHouse } from "./connection.ts";
import { accept, parseWhole } from "./edge.ts";

const EXAMPLE = `
Example:
  $ counterweight keys create --role integration --name "CRM sync" --expires 365
  $ counterweight keys list
  $ counterweight keys revoke 3
`;

const ACTOR = { name: "command-line" };
const DAY_MS = 86_400_000;
const LONGEST_DAYS = 36_500;

export function addKeys(program: Command): void {
  const keys = program
    .command("keys")
    .summary("make, list and revoke keys for programs")
    .description("Makes, lists and revokes the keys with which programs call the service.")
    .addHelpText("after", EXAMPLE);
  const create = keys
    .command("create")
    .summary("make a key; it is shown this once")
    .addOption(new Option("--role <role>", "what it may do").choices(ROLES).makeOptionMandatory())
    .requiredOption("--name <name>", "what uses it", parseName)
    .option("--expires <days>", "days until it ends; else it does not end by itself", parseDays);
  addConnectionOptions(create).action(runCreate);
  addConnectionOptions(keys.command("list").summary("all keys, without what they are")).action(
    runList,
  );
  const revoke = keys
    .command("revoke")
    .summary("revoke a key for good")
    .argument("<id>", "as keys list names it", parseWhole);
  addConnectionOptions(revoke).action(runRevoke);
}

interface CreateOptions extends ConnectionOptions {
  readonly role: Role;
  readonly name: string;
  readonly expires?: number;
}

async function runCreate({ role, name, expires, ...connection }: CreateOptions): Promise<void> {
  await withHouse(connection, async ({ context }) => {
    const expiresAt = expires === undefined ? null : context.now() + expires * DAY_MS;
    const { key, id } = accept(await createKey(context, ACTOR, { role, name, expiresAt }));
    process.stderr.write(`Key ${id} of the role ${role}, shown only now:\n`);
    process.stdout.write(`${key}\n`);
  });
}

async function runList(options: ConnectionOptions): Promise<void> {
  await withHouse(options, async ({ context }) => {
    const rows = (await readKeys(context)).map((key) => describeKey(key, context.now()));
    process.stdout.write(align([HEAD, ...rows]));
  });
}

async function runRevoke(id: number, options: ConnectionOptions): Promise<void> {
  await withHouse(options, async ({ context }) => {
    accept((await withdrawKey(context, ACTOR, id)) ?? "revoked");
    process.stdout.write(`Key ${id} is revoked.\n`);
  });
}

const HEAD = ["id", "begins", "role", "state", "last used", "name"];

function describeKey(key: KeyRecord, now: number): string[] {
  const { id, prefix, role, name, lastUsedAt } = key;
  const used = lastUsedAt === null ? "never" : formatDay(lastUsedAt);
  return [String(id), prefix, role, describeState(key, now), used, name.replace(/\p{C}/gu, "")];
}

function describeState({ revokedAt, expiresAt }: KeyRecord, now: number): string {
  if (revokedAt !== null) return `revoked ${formatDay(revokedAt)}`;
  if (expiresAt === null) return "good";
  return expiresAt <= now ? `ended ${formatDay(expiresAt)}` : `until ${formatDay(expiresAt)}`;
}

function formatDay(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

/** Rows as columns; the last is as long as it is. */
function align(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, i) => Math.max(...rows.map((row) => row[i]!.length)));
  const lines = rows.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i]!))
      .join("  ")
      .trimEnd(),
  );
  return `${lines.join("\n")}\n`;
}

function parseName(text: string): string {
  if (!/\S/.test(text) || text.length > 100)
    throw new InvalidArgumentError("Expected a name of 1 to 100 characters.");
  return text;
}

function parseDays(text: string): number {
  const days = parseWhole(text);
  if (days < 1 || days > LONGEST_DAYS) throw new InvalidArgumentError("Expected 1 to 36500 days.");
  return days;
}
