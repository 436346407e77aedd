import { roles } from "../../store/schema/people.ts";
import type { Actor } from "../context.ts";

export const ROLES = roles;

export type Role = (typeof roles)[number];

/** Who calls the service. */
export interface Caller extends Actor {
  readonly role: Role;
}
