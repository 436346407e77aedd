import { z } from "zod";
import { routeSchema } from "../../experiment/route.ts";
import { CELLS } from "../../scorecard/schema.ts";
import type { Session } from "../../store/database.ts";
import { readSetting } from "../../store/settings.ts";

export type { Route } from "../../experiment/route.ts";

/** Cells that hand their leads over; the others hand none over. */
export const routingSchema = z.partialRecord(z.enum(CELLS), routeSchema);

export type Routing = z.infer<typeof routingSchema>;

/** As it was set last; no cell before that. */
export async function readRouting(session: Session): Promise<Routing> {
  return ((await readSetting(session, "routing")) as Routing | undefined) ?? {};
}
