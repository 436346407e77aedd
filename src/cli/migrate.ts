import type { Command } from "commander";
import { addConnectionOptions, type ConnectionOptions, withHouse } from "./connection.ts";

const EXAMPLE = `
Example:
  $ DATABASE_URL=postgres://counterweight@db/counterweight counterweight migrate
`;

export function addMigrate(program: Command): void {
  const command = program
    .command("migrate")
    .summary("bring the database up to date")
    .description(
      "Brings the database to the schema of this program, forward only; serve does the same when it starts.",
    );
  addConnectionOptions(command).addHelpText("after", EXAMPLE).action(runMigrate);
}

async function runMigrate(options: ConnectionOptions): Promise<void> {
  await withHouse(options, async ({ migrations }) => {
    process.stdout.write(`${describe(migrations)}\n`);
  });
}

function describe(migrations: number): string {
  if (migrations === 0) return "The database is up to date already.";
  return `The database is up to date: ${migrations === 1 ? "1 migration" : `${migrations} migrations`} ran.`;
}
