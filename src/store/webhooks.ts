import { and, asc, eq, gt, isNull } from "drizzle-orm";
import type { Session } from "./database.ts";
import type { eventKinds } from "./schema/scores.ts";
import { webhook } from "./schema/webhooks.ts";

export type EventKind = (typeof eventKinds)[number];

/** A subscription to events, without the secret that signs its deliveries. */
export interface StoredWebhook {
  readonly id: number;
  readonly url: string;
  readonly kinds: readonly EventKind[];
  readonly createdBy: string;
  readonly createdAt: Date;
  /** Null while it is enabled. */
  readonly disabledAt: Date | null;
}

const SHOWN = {
  id: webhook.id,
  url: webhook.url,
  kinds: webhook.kinds,
  createdBy: webhook.createdBy,
  createdAt: webhook.createdAt,
  disabledAt: webhook.disabledAt,
};

interface NewWebhook {
  readonly url: string;
  readonly kinds: readonly EventKind[];
  readonly secret: string;
  readonly createdBy: string;
}

export async function insertWebhook(
  { orm }: Session,
  { kinds, ...rest }: NewWebhook,
): Promise<StoredWebhook> {
  const [row] = await orm
    .insert(webhook)
    .values({ ...rest, kinds: [...kinds] })
    .returning(SHOWN);
  return row!;
}

/** How many enabled webhooks asked for each kind of event; kinds that none asked for are left out. */
export async function countSubscribers({ sql }: Session): Promise<ReadonlyMap<EventKind, number>> {
  const rows = await sql<{ kind: EventKind; webhooks: number }[]>`
    SELECT kind, count(DISTINCT id)::int AS webhooks FROM webhook, unnest(kinds) AS kind
    WHERE disabled_at IS NULL GROUP BY kind`;
  return new Map(rows.map(({ kind, webhooks }) => [kind, webhooks]));
}

/** In the order of their ids, from the one after `after`. */
export async function listWebhooks(
  { orm }: Session,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<readonly StoredWebhook[]> {
  return orm
    .select(SHOWN)
    .from(webhook)
    .where(gt(webhook.id, after))
    .orderBy(asc(webhook.id))
    .limit(limit);
}

export async function readWebhook({ orm }: Session, id: number): Promise<StoredWebhook | null> {
  const [row] = await orm.select(SHOWN).from(webhook).where(eq(webhook.id, id));
  return row ?? null;
}

export interface WebhookChange {
  readonly url?: string | undefined;
  readonly kinds?: readonly EventKind[] | undefined;
  readonly disabledAt?: Date | null;
}

/** @returns null where there is no such webhook */
export async function updateWebhook(
  { orm }: Session,
  id: number,
  { url, kinds, disabledAt }: WebhookChange,
): Promise<StoredWebhook | null> {
  const change = {
    ...(url !== undefined && { url }),
    ...(kinds !== undefined && { kinds: [...kinds] }),
    ...(disabledAt !== undefined && { disabledAt }),
  };
  const [row] = await orm.update(webhook).set(change).where(eq(webhook.id, id)).returning(SHOWN);
  return row ?? null;
}

/** @returns whether it was enabled until now */
export async function disableWebhook(
  { orm }: Session,
  id: number,
  disabledAt: Date,
): Promise<boolean> {
  const disabled = await orm
    .update(webhook)
    .set({ disabledAt })
    .where(and(eq(webhook.id, id), isNull(webhook.disabledAt)))
    .returning({ id: webhook.id });
  return disabled.length > 0;
}

/** Its deliveries go with it. @returns whether there was one */
export async function deleteWebhook({ orm }: Session, id: number): Promise<boolean> {
  const deleted = await orm.delete(webhook).where(eq(webhook.id, id)).returning({ id: webhook.id });
  return deleted.length > 0;
}
