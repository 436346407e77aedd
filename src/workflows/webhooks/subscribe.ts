import { Refusal } from "../../refusal.ts";
import { writeAudit } from "../../store/audit.ts";
import { announceDeliveries } from "../../store/deliveries.ts";
import {
  type EventKind,
  insertWebhook,
  listWebhooks as list,
  readWebhook as read,
  deleteWebhook as remove,
  type StoredWebhook,
  updateWebhook,
} from "../../store/webhooks.ts";
import { makeWebhookSecret } from "../access/secrets.ts";
import type { Actor, Context } from "../context.ts";
import { checkWebhookUrl } from "./address.ts";

export type { StoredWebhook } from "../../store/webhooks.ts";

export interface CreatedWebhook extends StoredWebhook {
  /** Shown this once. */
  readonly secret: string;
}

/** Subscribes a receiver to events of some kinds. */
export async function createWebhook(
  { database, allowPrivateWebhooks }: Context,
  actor: Actor,
  { url, kinds }: { readonly url: string; readonly kinds: readonly EventKind[] },
): Promise<CreatedWebhook | Refusal> {
  const refusal = checkWebhookUrl(url, { allowPrivate: allowPrivateWebhooks });
  if (refusal !== null) return refusal;
  const secret = makeWebhookSecret();
  return database.transact(async (session) => {
    const wanted = { url, kinds: [...new Set(kinds)], secret, createdBy: actor.name };
    const webhook = await insertWebhook(session, wanted);
    await writeAudit(session, actor, "webhook.create", name(webhook.id), describe(webhook));
    return { ...webhook, secret };
  });
}

/** @param after id of the last webhook of the page before; 0 for the first page */
export async function listWebhooks(
  { database }: Context,
  page: { readonly after: number; readonly limit: number },
): Promise<readonly StoredWebhook[]> {
  return list(database, page);
}

export async function readWebhook(
  { database }: Context,
  id: number,
): Promise<StoredWebhook | Refusal> {
  return (await read(database, id)) ?? UNKNOWN_WEBHOOK;
}

export interface WebhookChange {
  readonly url?: string | undefined;
  readonly kinds?: readonly EventKind[] | undefined;
  readonly enabled?: boolean | undefined;
}

/** Changes a subscription. What waits for it when it is enabled again goes out then. */
export async function changeWebhook(
  { database, allowPrivateWebhooks, now }: Context,
  actor: Actor,
  id: number,
  { url, kinds, enabled }: WebhookChange,
): Promise<StoredWebhook | Refusal> {
  const refusal =
    url === undefined ? null : checkWebhookUrl(url, { allowPrivate: allowPrivateWebhooks });
  if (refusal !== null) return refusal;
  return database.transact(async (session) => {
    const before = await read(session, id);
    if (before === null) return UNKNOWN_WEBHOOK;
    const disabledAt = enabled === false ? (before.disabledAt ?? new Date(now())) : null;
    const webhook = await updateWebhook(session, id, {
      url: url ?? before.url,
      kinds: [...new Set(kinds ?? before.kinds)],
      ...(enabled !== undefined && { disabledAt }),
    });
    if (webhook === null) return UNKNOWN_WEBHOOK;
    await writeAudit(session, actor, "webhook.change", name(id), describe(webhook));
    if (webhook.disabledAt === null) await announceDeliveries(session);
    return webhook;
  });
}

/** Ends a subscription; what waits for it goes with it. */
export async function deleteWebhook(
  { database }: Context,
  actor: Actor,
  id: number,
): Promise<Refusal | null> {
  return database.transact(async (session) => {
    if (!(await remove(session, id))) return UNKNOWN_WEBHOOK;
    await writeAudit(session, actor, "webhook.delete", name(id));
    return null;
  });
}

export const UNKNOWN_WEBHOOK = new Refusal(
  "webhook-unknown",
  "There is no webhook of this id.",
  "GET /v1/webhooks lists those that there are.",
);

function name(id: number): string {
  return `webhook:${id}`;
}

/** Of the URL only its host: the rest of it is often a secret of the receiver's. */
function describe({ url, kinds, disabledAt }: StoredWebhook) {
  return { host: new URL(url).host, kinds, enabled: disabledAt === null };
}
