import { randomBytes } from "node:crypto";
import { z } from "zod";
import { type Route, routeSchema } from "../../experiment/route.ts";
import { writeAudit } from "../../store/audit.ts";
import type { Session } from "../../store/database.ts";
import { takeLock } from "../../store/locks.ts";
import { readSetting, writeSetting } from "../../store/settings.ts";
import type { Actor, Context } from "../context.ts";

const WAIT_DAYS = 14;
const LONGEST_WAIT = 3650;

/** What a person sets. */
export const explorationSchema = z
  .strictObject({
    share: z
      .number()
      .min(0)
      .lt(1, "expected a share below 1")
      .describe("Of leads that no score asked for, those that are handed over all the same."),
    waitDays: z
      .int()
      .min(1)
      .max(LONGEST_WAIT)
      .default(WAIT_DAYS)
      .describe("Days that a lead waits for its score before it may be among them."),
    route: routeSchema
      .nullable()
      .default(null)
      .describe("Who gets them; needed for a share above 0."),
  })
  .refine(({ share, route }) => share === 0 || route !== null, {
    path: ["route"],
    message: "expected a route, as somebody must get the leads",
  });

/** How leads are handed over regardless of score, so that something is known of the rest. */
export interface Exploration {
  readonly share: number;
  readonly waitDays: number;
  readonly route: Route | null;
  /** Decides who is among them; null before it is first set. */
  readonly salt: string | null;
}

const NONE: Exploration = { share: 0, waitDays: WAIT_DAYS, route: null, salt: null };
const SALT_BYTES = 16;

export async function readExploration(session: Session): Promise<Exploration> {
  return ((await readSetting(session, "exploration")) as Exploration | undefined) ?? NONE;
}

/** Holds for leads whose waiting ends from now on. The salt stays: a larger share only adds leads. */
export async function setExploration(
  { database }: Context,
  actor: Actor,
  wanted: z.output<typeof explorationSchema>,
): Promise<Exploration> {
  return database.transact(async (session) => {
    await takeLock(session, "routing");
    const before = await readExploration(session);
    const salt = before.salt ?? randomBytes(SALT_BYTES).toString("hex");
    await writeSetting(session, "exploration", { ...wanted, salt });
    const { share, waitDays } = wanted;
    await writeAudit(session, actor, "settings.exploration", "setting:exploration", {
      before: before.share,
      share,
      waitDays,
    });
    return { ...wanted, salt };
  });
}
