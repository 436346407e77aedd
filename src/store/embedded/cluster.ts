import { randomBytes, randomUUID } from "node:crypto";
import {
  chmod,
  chown,
  mkdir,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  writeFile,
} from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { Refusal } from "../../refusal.ts";
import { type Account, canUse, chooseAccount } from "./account.ts";
import { locatePrograms, type Programs, readMajorVersion, runProgram } from "./programs.ts";
import { refuseDatabase } from "./refuse-database.ts";

/** The folder of a server: its data, its password, its log. */
export interface Cluster {
  readonly folder: string;
  /** Where PostgreSQL keeps what is stored; there only when whole. */
  readonly data: string;
  readonly log: string;
  readonly lock: string;
  readonly account: Account | null;
  readonly programs: Programs;
  /** Whether what is committed outlives a crash of the machine. */
  readonly durable: boolean;
}

export const USER = "counterweight";

/** Finds or makes the folder; nothing is started or initialised yet. */
export async function openCluster(path: string, durable: boolean): Promise<Cluster | Refusal> {
  const wanted = resolve(path);
  const programs = await locatePrograms();
  if (programs instanceof Refusal) return programs;
  const account = await chooseAccount(wanted);
  if (account instanceof Refusal) return account;
  const refusal = await makeFolder(wanted, account);
  if (refusal) return refusal;
  const folder = await realpath(wanted);
  return { ...nameParts(folder), folder, account, programs, durable };
}

/** Sees to it that the data are there and of the right version. Call it with the lock held. */
export async function initialise(cluster: Cluster): Promise<Refusal | null> {
  const { folder, data, account, programs } = cluster;
  if (account && !(await canUse(folder, account)))
    return refuseDatabase(
      `PostgreSQL does not run as root, and the user ${account.name} cannot enter ${folder}.`,
      `Let ${account.name} enter the folders above it, give another folder with --database-folder, or a running PostgreSQL with DATABASE_URL.`,
    );
  const major = await readMajorVersion(programs, account);
  if (major instanceof Refusal) return major;
  const found = await readText(join(data, "PG_VERSION"));
  if (found === null) return create(cluster);
  if (found.trim() === major) return null;
  return refuseDatabase(
    `The database in ${folder} was made by PostgreSQL ${found.trim()}, and here is PostgreSQL ${major}.`,
    `Serve it with PostgreSQL ${found.trim()} by DATABASE_URL and move it by pg_dump, or give another folder with --database-folder.`,
  );
}

export async function readPassword({ folder }: Cluster): Promise<string | Refusal> {
  const password = await readText(join(folder, "password"));
  return (
    password?.trim() ||
    refuseDatabase(
      `The password file of the database in ${folder} is missing.`,
      "Put the file named password back, or give another folder with --database-folder.",
    )
  );
}

/** Makes the data under a passing name, so that a crash leaves nothing that is half made. */
async function create(cluster: Cluster): Promise<Refusal | null> {
  const { folder, data, account, programs } = cluster;
  await sweep(folder);
  await writePassword(folder, account);
  const passing = join(folder, `initialising-${randomUUID()}`);
  await mkdir(passing, { mode: 0o700 });
  await give(passing, account);
  try {
    await runProgram(programs.initdb, nameOptions(cluster, passing), account);
    await rename(passing, data);
    return null;
  } catch (error) {
    await rm(passing, REMOVE_WHOLE).catch(() => {});
    const reason = (error as { stderr?: string }).stderr?.trim().split("\n").at(-1);
    if (reason === undefined) throw error;
    return refuseDatabase(`No database could be made in ${folder}.`, undefined, [
      { where: folder, reason: reason || "initdb failed" },
    ]);
  }
}

/** Text sorts by code point, and upper and lower case are those of Unicode, on every system alike. */
function nameOptions({ folder, durable }: Cluster, data: string): string[] {
  return [
    `--pgdata=${data}`,
    `--username=${USER}`,
    `--pwfile=${join(folder, "password")}`,
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    ...(durable ? [] : ["--no-sync"]),
  ];
}

/** Removes what an earlier attempt left that was killed. */
async function sweep(folder: string): Promise<void> {
  for (const name of await readdir(folder))
    if (/^(initialising-|password\.)/.test(name))
      await rm(join(folder, name), REMOVE_WHOLE).catch(() => {});
}

const REMOVE_WHOLE = { recursive: true, force: true, maxRetries: 3 } as const;

async function writePassword(folder: string, account: Account | null): Promise<void> {
  const path = join(folder, "password");
  if ((await readText(path)) !== null) return;
  const passing = join(folder, `password.${randomUUID()}`);
  await writeFile(passing, `${randomBytes(24).toString("base64url")}\n`, {
    flag: "wx",
    mode: 0o600,
  });
  await give(passing, account);
  await rename(passing, path);
}

/** Makes the folder private, unless it is in use already; refuses one that holds other things. */
async function makeFolder(folder: string, account: Account | null): Promise<Refusal | null> {
  const firstMade = await mkdir(folder, { recursive: true });
  const names = await readdir(folder);
  const isOurs = names.some((name) => OUR_FILES.test(name));
  if (names.length > 0 && !isOurs)
    return refuseDatabase(
      `The folder ${folder} holds other things than a database.`,
      "Give an empty folder, or one that is not there yet, with --database-folder.",
    );
  if (isOurs) return null;
  await chmod(folder, 0o700);
  for (let path = folder; ; path = dirname(path)) {
    if (path === folder || firstMade !== undefined) await give(path, account);
    if (path === (firstMade ?? folder)) return null;
  }
}

const OUR_FILES = /^(lock|password|cluster)$/;

function nameParts(folder: string): Pick<Cluster, "data" | "log" | "lock"> {
  return {
    data: join(folder, "cluster"),
    log: join(folder, "server.log"),
    lock: join(folder, "lock"),
  };
}

export async function give(path: string, account: Account | null): Promise<void> {
  if (account) await chown(path, account.uid, account.gid);
}

async function readText(path: string): Promise<string | null> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}
