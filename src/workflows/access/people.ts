import { Refusal } from "../../refusal.ts";
import { writeAudit } from "../../store/audit.ts";
import type { Session } from "../../store/database.ts";
import {
  changePerson,
  deleteSessionsOf,
  insertPerson,
  listPeople,
  lockOtherAdmins,
  type PersonRecord,
  readPerson,
} from "../../store/people.ts";
import type { Actor, Context } from "../context.ts";
import type { Role } from "./caller.ts";
import { checkPassword, hashPassword } from "./passwords.ts";

export type { PersonRecord } from "../../store/people.ts";

export interface PersonRequest {
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly password: string;
}

/** Left out: as it is. */
export interface PersonChanges {
  readonly name?: string | undefined;
  readonly role?: Role | undefined;
  readonly disabled?: boolean | undefined;
  readonly password?: string | undefined;
}

export async function addPerson(
  { database }: Context,
  actor: Actor,
  request: PersonRequest,
): Promise<PersonRecord | Refusal> {
  const fault = checkPassword(request.password);
  if (fault !== null) return fault;
  const password = await hashPassword(request.password);
  const email = toAddress(request.email);
  return database.transact(async (session) => {
    const person = await insertPerson(session, { ...request, email, password });
    if (person === null) return EMAIL_TAKEN;
    await writeAudit(session, actor, "person.add", `person:${person.id}`, { role: person.role });
    return person;
  });
}

/** An email as it is kept and looked for: people do not tell its letters' cases apart. */
export function toAddress(email: string): string {
  return email.trim().toLowerCase();
}

export function readPeople({ database }: Context): Promise<readonly PersonRecord[]> {
  return listPeople(database);
}

/** Changes a person; whoever is disabled or given another password is signed out everywhere. */
export async function alterPerson(
  { database }: Context,
  actor: Actor,
  id: number,
  changes: PersonChanges,
): Promise<PersonRecord | Refusal> {
  const { password } = changes;
  const fault = password === undefined ? null : checkPassword(password);
  if (fault !== null) return fault;
  const hash = password === undefined ? undefined : await hashPassword(password);
  return database.transact(async (session) => {
    const before = await lockPerson(session, id, changes);
    if (before instanceof Refusal) return before;
    const { name, role, disabled } = changes;
    const change = dropUndefined({ name, role, disabled, password: hash });
    const after =
      Object.keys(change).length === 0 ? before : await changePerson(session, id, change);
    if (after === null) return PERSON_UNKNOWN;
    if (disabled === true || hash !== undefined) await deleteSessionsOf(session, id);
    await auditChange(session, actor, before, after, hash !== undefined);
    return after;
  });
}

/** The person as it is, unless the change would leave nobody to administer. */
async function lockPerson(session: Session, id: number, { role, disabled }: PersonChanges) {
  const leaves = disabled === true || (role !== undefined && role !== "admin");
  const others = leaves ? await lockOtherAdmins(session, id) : null;
  const before = await readPerson(session, id);
  if (before === null) return PERSON_UNKNOWN;
  const isAdmin = before.role === "admin" && before.disabledAt === null;
  return isAdmin && others === 0 ? LAST_ADMIN : before;
}

async function auditChange(
  session: Session,
  actor: Actor,
  before: PersonRecord,
  after: PersonRecord,
  isPasswordNew: boolean,
): Promise<void> {
  const detail = {
    ...(before.name !== after.name && { name: "changed" }),
    ...(before.role !== after.role && { role: { from: before.role, to: after.role } }),
    ...(before.disabledAt !== after.disabledAt && { disabled: after.disabledAt !== null }),
    ...(isPasswordNew && { password: "changed" }),
  };
  if (Object.keys(detail).length > 0)
    await writeAudit(session, actor, "person.change", `person:${after.id}`, detail);
}

/** An object without the keys that hold nothing. */
function dropUndefined<T extends object>(from: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const entries = Object.entries(from).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]?: Exclude<T[K], undefined> };
}

const EMAIL_TAKEN = new Refusal(
  "email-taken",
  "Somebody with this email is here already.",
  "GET /v1/people names everybody; PATCH the person to let them in again.",
  [{ where: "/email", reason: "expected an email that nobody here has" }],
);

const PERSON_UNKNOWN = new Refusal(
  "person-unknown",
  "There is no such person.",
  "GET /v1/people names everybody.",
);

const LAST_ADMIN = new Refusal(
  "last-admin",
  "This is the last administrator, without whom nobody could let anybody in.",
  "Make somebody else an administrator first.",
);
