import { and, asc, eq, gt, isNull, ne, sql } from "drizzle-orm";
import type { Session } from "./database.ts";
import { person, type roles, session } from "./schema/people.ts";

type Role = (typeof roles)[number];

/** What is told of a person. Times are epoch milliseconds. */
export interface PersonRecord {
  readonly id: number;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly createdAt: number;
  readonly disabledAt: number | null;
}

export interface NewPerson extends Pick<PersonRecord, "email" | "name" | "role"> {
  /** scrypt of it. */
  readonly password: string;
}

export interface PersonChange {
  readonly name?: string;
  readonly role?: Role;
  readonly disabled?: boolean;
  /** scrypt of it. */
  readonly password?: string;
}

const told = {
  id: person.id,
  email: person.email,
  name: person.name,
  role: person.role,
  createdAt: person.createdAt,
  disabledAt: person.disabledAt,
};

/** @returns null where the email is somebody's already */
export async function insertPerson({ orm }: Session, one: NewPerson): Promise<PersonRecord | null> {
  const [row] = await orm
    .insert(person)
    .values(one)
    .onConflictDoNothing({ target: person.email })
    .returning(told);
  return row === undefined ? null : toRecord(row);
}

export async function listPeople({ orm }: Session): Promise<readonly PersonRecord[]> {
  return (await orm.select(told).from(person).orderBy(asc(person.id))).map(toRecord);
}

export async function readPerson({ orm }: Session, id: number): Promise<PersonRecord | null> {
  const [row] = await orm.select(told).from(person).where(eq(person.id, id));
  return row === undefined ? null : toRecord(row);
}

/** A person who may sign in, with the hash of the password. */
export async function findSignIn({ orm }: Session, email: string) {
  const [row] = await orm
    .select({ id: person.id, role: person.role, password: person.password })
    .from(person)
    .where(and(eq(person.email, email), isNull(person.disabledAt)));
  return row ?? null;
}

export async function readPassword({ orm }: Session, id: number): Promise<string | null> {
  const [row] = await orm.select({ hash: person.password }).from(person).where(eq(person.id, id));
  return row?.hash ?? null;
}

/** @returns the person as changed; null where there is none */
export async function changePerson(
  { orm }: Session,
  id: number,
  { disabled, ...change }: PersonChange,
): Promise<PersonRecord | null> {
  const disabledAt =
    disabled === undefined
      ? {}
      : { disabledAt: disabled ? sql`coalesce(disabled_at, now())` : null };
  const [row] = await orm
    .update(person)
    .set({ ...change, ...disabledAt })
    .where(eq(person.id, id))
    .returning(told);
  return row === undefined ? null : toRecord(row);
}

/** Locks all administrators who may sign in, and counts those besides one person. */
export async function lockOtherAdmins({ orm }: Session, id: number): Promise<number> {
  const rows = await orm
    .select({ id: person.id })
    .from(person)
    .where(and(eq(person.role, "admin"), isNull(person.disabledAt)))
    .orderBy(asc(person.id))
    .for("update");
  return rows.filter((row) => row.id !== id).length;
}

/** @param expiresAt epoch milliseconds */
export async function insertSession(
  { orm }: Session,
  personId: number,
  hash: string,
  expiresAt: number,
): Promise<void> {
  await orm.insert(session).values({ hash, personId, expiresAt: new Date(expiresAt) });
}

/** Who is signed in with this session, and until when. */
export async function findSession({ orm }: Session, hash: string, now: number) {
  const [row] = await orm
    .select({ personId: person.id, role: person.role, expiresAt: session.expiresAt })
    .from(session)
    .innerJoin(person, eq(person.id, session.personId))
    .where(
      and(eq(session.hash, hash), gt(session.expiresAt, new Date(now)), isNull(person.disabledAt)),
    );
  return row === undefined ? null : { ...row, expiresAt: row.expiresAt.getTime() };
}

export async function deleteSession({ orm }: Session, hash: string): Promise<void> {
  await orm.delete(session).where(eq(session.hash, hash));
}

/** Ends the sessions of a person, but for one that may go on. */
export async function deleteSessionsOf(
  { orm }: Session,
  personId: number,
  kept: string | null = null,
): Promise<void> {
  const others = kept === null ? undefined : ne(session.hash, kept);
  await orm.delete(session).where(and(eq(session.personId, personId), others));
}

/** Clears away what has run out, so that the table does not grow with every sign-in. */
export async function deleteEndedSessions({ orm }: Session, now: number): Promise<void> {
  await orm.delete(session).where(sql`${session.expiresAt} <= ${new Date(now).toISOString()}`);
}

type Told = Pick<typeof person.$inferSelect, keyof typeof told>;

function toRecord({ createdAt, disabledAt, ...row }: Told): PersonRecord {
  return {
    ...row,
    createdAt: createdAt.getTime(),
    disabledAt: disabledAt?.getTime() ?? null,
  };
}
