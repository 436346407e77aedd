import { z } from "zod";
import { routeSchema } from "../../experiment/route.ts";
import { CELLS } from "../../scorecard/schema.ts";

export type { Route } from "../../experiment/route.ts";

/** Cells that hand their leads over; the others hand none over. */
export const routingSchema = z.partialRecord(z.enum(CELLS), routeSchema);

export type Routing = z.infer<typeof routingSchema>;
