import { setTimeout as pause } from "node:timers/promises";
import { Refusal } from "../../refusal.ts";
import { writeAudit } from "../../store/audit.ts";
import {
  changePerson,
  deleteEndedSessions,
  deleteSession,
  deleteSessionsOf,
  findSession,
  findSignIn,
  insertSession,
  type PersonRecord,
  readPassword,
  readPerson,
} from "../../store/people.ts";
import type { Actor, Context } from "../context.ts";
import { createAttempts } from "./attempts.ts";
import { checkPassword, hashPassword, verifyPassword } from "./passwords.ts";
import { toAddress } from "./people.ts";
import { hashSecret, makeSessionToken } from "./secrets.ts";

export interface SignIn {
  readonly person: PersonRecord;
  /** For the cookie. */
  readonly token: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

/** Too many tries: seconds until the next may be made. */
export interface TooManyTries {
  readonly waitSeconds: number;
}

export interface SignInDesk {
  /** @param address of the caller, by which tries are counted besides the email */
  signIn(
    email: string,
    password: string,
    address: string,
  ): Promise<SignIn | TooManyTries | Refusal>;
  /**
   * Gives the person of a session another password, and ends the person's other sessions.
   *
   * @param who the person, by whom tries are counted
   */
  changePassword(
    who: Actor,
    token: string,
    passwords: PasswordChange,
  ): Promise<TooManyTries | Refusal | null>;
}

interface PasswordChange {
  readonly current: string;
  readonly wanted: string;
}

const SESSION_MS = 7 * 86_400_000;
const WINDOW_MS = 15 * 60_000;
const MOST_OF_EMAIL = 10;
const MOST_OF_ADDRESS = 50;
const MOST_OF_PERSON = 10;

/** Where people show their passwords; it remembers who tried in vain, and lets them wait. */
export function openSignInDesk(context: Context): SignInDesk {
  const { database, now } = context;
  const byEmail = createAttempts({ now, most: MOST_OF_EMAIL, windowMs: WINDOW_MS });
  const byAddress = createAttempts({ now, most: MOST_OF_ADDRESS, windowMs: WINDOW_MS });
  const byPerson = createAttempts({ now, most: MOST_OF_PERSON, windowMs: WINDOW_MS });
  return {
    signIn: async (given, password, address) => {
      const email = toAddress(given);
      const waitSeconds = byAddress.begin(address) ?? byEmail.begin(email);
      if (waitSeconds !== null) return { waitSeconds };
      const found = await findSignIn(database, email);
      const isRight = await verifyPassword(password, found?.password ?? null);
      if (!isRight || found === null) {
        await pause(delayAfter(byEmail.count(email)));
        return REFUSED;
      }
      byEmail.clear(email);
      byAddress.forgive(address);
      return beginSession(context, found.id);
    },
    changePassword: async ({ name }, token, passwords) => {
      const fault = checkPassword(passwords.wanted);
      if (fault !== null) return fault;
      const waitSeconds = byPerson.begin(name);
      if (waitSeconds !== null) return { waitSeconds };
      const refusal = await changeOwnPassword(context, token, passwords);
      if (refusal === null) byPerson.clear(name);
      return refusal;
    },
  };
}

const FREE_TRIES = 3;
const DELAY_MS = 250;
const LONGEST_DELAY_MS = 4000;

/** A slip of the finger costs nothing; whoever goes on guessing waits ever longer. */
function delayAfter(tries: number): number {
  if (tries <= FREE_TRIES) return 0;
  return Math.min(DELAY_MS * 2 ** (tries - FREE_TRIES), LONGEST_DELAY_MS);
}

async function beginSession(context: Context, personId: number): Promise<SignIn | Refusal> {
  const { token, hash } = makeSessionToken();
  const now = context.now();
  const expiresAt = now + SESSION_MS;
  return context.database.transact(async (session) => {
    const person = await readPerson(session, personId);
    if (person === null) return REFUSED;
    await deleteEndedSessions(session, now);
    await insertSession(session, personId, hash, expiresAt);
    const actor = { name: `person:${personId}` };
    await writeAudit(session, actor, "session.begin", actor.name);
    return { person, token, expiresAt };
  });
}

export async function signOut({ database, now }: Context, token: string): Promise<void> {
  const hash = hashSecret(token);
  await database.transact(async (session) => {
    const found = await findSession(session, hash, now());
    await deleteSession(session, hash);
    if (found === null) return;
    const actor = { name: `person:${found.personId}` };
    await writeAudit(session, actor, "session.end", actor.name);
  });
}

async function changeOwnPassword(
  { database, now }: Context,
  token: string,
  { current, wanted }: PasswordChange,
): Promise<Refusal | null> {
  const hash = hashSecret(token);
  const found = await findSession(database, hash, now());
  const stored = found === null ? null : await readPassword(database, found.personId);
  if (!(await verifyPassword(current, stored)) || found === null) return REFUSED;
  const password = await hashPassword(wanted);
  return database.transact(async (session) => {
    await changePerson(session, found.personId, { password });
    await deleteSessionsOf(session, found.personId, hash);
    const actor = { name: `person:${found.personId}` };
    await writeAudit(session, actor, "person.change", actor.name, { password: "changed" });
    return null;
  });
}

const REFUSED = new Refusal(
  "sign-in-refused",
  "Email and password do not go together, or the person is not let in.",
  "Look for a slip; an administrator can set another password (PATCH /v1/people/ID).",
);
