import { expect, test } from "vitest";
import { readBacklog } from "../../src/store/backlog.ts";
import { warmLeads } from "../workflows/routing/ranked-leads.ts";
import { useDeliveries } from "../workflows/webhooks/delivery-fixture.ts";

test("what waits for a webhook that is disabled is no backlog", async () => {
  const { context, database, subscribe } = await useDeliveries();
  const kept = await subscribe("http://127.0.0.1:9/kept");
  await subscribe("http://127.0.0.1:9/other");
  await warmLeads(context, ["a"]);
  expect(await readBacklog(database)).toMatchObject({ deliveries: 2 });
  await database.sql`UPDATE webhook SET disabled_at = now() WHERE id <> ${kept.id}`;
  expect(await readBacklog(database)).toMatchObject({ deliveries: 1 });
});
