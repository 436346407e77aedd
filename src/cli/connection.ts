import { join } from "node:path";
import type { Command } from "commander";
import { type House, openHouse } from "../workflows/house.ts";
import { accept } from "./edge.ts";

export interface ConnectionOptions {
  readonly databaseFolder: string;
}

const FOLDER = join(".counterweight", "postgres");

/** Where commands find the database: DATABASE_URL, else the embedded one in a folder. */
export function addConnectionOptions(command: Command): Command {
  return command.option(
    "--database-folder <folder>",
    "without DATABASE_URL: where the PostgreSQL that comes with this program keeps its data",
    FOLDER,
  );
}

/** The house of a command, open; whoever opens it closes it. */
export async function connect(
  { databaseFolder }: ConnectionOptions,
  settings: { readonly allowPrivateWebhooks?: boolean | undefined } = {},
): Promise<House> {
  const databaseUrl = process.env["DATABASE_URL"] || undefined;
  return accept(await openHouse({ databaseUrl, databaseFolder, ...settings }));
}

/** Does one thing in the house, and closes it whatever comes of it. */
export async function withHouse<T>(
  options: ConnectionOptions,
  work: (house: House) => Promise<T>,
): Promise<T> {
  const house = await connect(options);
  try {
    return await work(house);
  } finally {
    await house.close();
  }
}
