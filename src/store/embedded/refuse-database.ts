import { Refusal, type RefusalDetail } from "../../refusal.ts";

const OTHER_SERVER =
  "Give a folder that can be used with --database-folder, or a running PostgreSQL with DATABASE_URL.";

export function refuseDatabase(
  message: string,
  remedy = OTHER_SERVER,
  details: readonly RefusalDetail[] = [],
): Refusal {
  return new Refusal("database-unavailable", message, remedy, details);
}

const FAULTS: Readonly<Record<string, string>> = {
  EACCES: "this user may not use it",
  EPERM: "this user may not use it",
  EROFS: "it cannot be written to",
  ENOSPC: "the disk is full",
  EEXIST: "a file stands in its place",
  ENOTDIR: "a file stands in its place",
};

/** A refusal for what the file system would not do; anything else is thrown on. */
export function refuseFileFault(error: unknown, folder: string): Refusal {
  const { code, syscall, path } = error as NodeJS.ErrnoException;
  if (code === undefined || syscall === undefined) throw error;
  const fault = FAULTS[code] ?? "the system refuses it";
  return refuseDatabase(`The database's folder ${folder} cannot be used: ${fault}.`, OTHER_SERVER, [
    { where: path ?? folder, reason: `${code} at ${syscall}` },
  ]);
}
