import { readKey } from "../../store/keys.ts";
import { readPerson } from "../../store/people.ts";
import type { Context } from "../context.ts";
import type { Caller, Role } from "./caller.ts";

/** What a caller is told of itself. */
export interface OwnRecord {
  readonly kind: "key" | "person";
  readonly id: number;
  readonly name: string;
  readonly role: Role;
  /** Of a person. */
  readonly email: string | null;
  /** Of a key, epoch milliseconds; null: never. */
  readonly expiresAt: number | null;
}

export async function describeCaller(
  { database }: Context,
  { name, role }: Caller,
): Promise<OwnRecord> {
  const [kind, digits] = name.split(":");
  const id = Number(digits);
  if (kind === "person") {
    const person = await readPerson(database, id);
    return {
      kind,
      id,
      name: person?.name ?? name,
      role,
      email: person?.email ?? null,
      expiresAt: null,
    };
  }
  const key = await readKey(database, id);
  return {
    kind: "key",
    id,
    name: key?.name ?? name,
    role,
    email: null,
    expiresAt: key?.expiresAt ?? null,
  };
}
