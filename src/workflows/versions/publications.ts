import { Refusal } from "../../refusal.ts";
import { writeAudit } from "../../store/audit.ts";
import {
  type ListedPublication,
  listPublications as list,
  releaseEvents,
} from "../../store/publications.ts";
import type { Actor, Context } from "../context.ts";

export type { ListedPublication } from "../../store/publications.ts";

interface Page {
  /** Id below which the page begins. */
  readonly before?: number | undefined;
  readonly limit: number;
}

/** Changes of what is live, the newest first. */
export function listPublications(
  { database }: Context,
  page: Page,
): Promise<readonly ListedPublication[]> {
  return list(database, page);
}

export async function readPublication(
  { database }: Context,
  id: number,
): Promise<ListedPublication | Refusal> {
  const [found] = await list(database, { id, limit: 1 });
  return found ?? UNKNOWN_PUBLICATION;
}

export interface Released {
  readonly publication: ListedPublication;
  /** Events that go out now, one by one. */
  readonly released: number;
}

/**
 * Lets the held events of a publication go out, so many a minute; done again, those that have not
 * gone out yet go at the new rate.
 */
export async function releasePublication(
  { database }: Context,
  actor: Actor,
  { id, perMinute = null }: { readonly id: number; readonly perMinute?: number | null | undefined },
): Promise<Released | Refusal> {
  return database.transact(async (session) => {
    const freed = await releaseEvents(session, id, perMinute);
    if (freed === null) return UNKNOWN_PUBLICATION;
    if (freed.events === "drop") return DROPPED;
    const { released } = freed;
    const detail = { perMinute, released };
    await writeAudit(session, actor, "publication.release", `publication:${id}`, detail);
    const [publication] = await list(session, { id, limit: 1 });
    return { publication: publication!, released };
  });
}

const UNKNOWN_PUBLICATION = new Refusal(
  "publication-unknown",
  "There is no publication of this id.",
  "GET /v1/publications lists what is there.",
);

const DROPPED = new Refusal(
  "publication-dropped",
  "The events of this publication were dropped when it was made, so there is nothing to release.",
  "Read them by GET /v1/events?publication={id}.",
);
