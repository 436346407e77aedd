import { writeAudit } from "../../store/audit.ts";
import type { Session } from "../../store/database.ts";
import { readSetting, writeSetting } from "../../store/settings.ts";
import type { Actor, Context } from "../context.ts";

/** Why sales takes a lead or sends it back. */
export interface ReasonCode {
  readonly code: string;
  /** As people read it. */
  readonly name: string;
}

const DEFAULT: readonly ReasonCode[] = [
  { code: "no-budget", name: "No budget" },
  { code: "no-need", name: "No need" },
  { code: "no-authority", name: "No authority to buy" },
  { code: "wrong-timing", name: "Wrong timing" },
  { code: "wrong-fit", name: "Wrong fit" },
  { code: "competitor", name: "Competitor" },
  { code: "student-or-researcher", name: "Student or researcher" },
  { code: "bad-contact-data", name: "Bad contact data" },
  { code: "duplicate", name: "Duplicate" },
  { code: "already-a-customer", name: "Already a customer" },
  { code: "unresponsive", name: "Does not respond" },
  { code: "good-fit", name: "Good fit" },
  { code: "active-project", name: "Active project" },
  { code: "other", name: "Other" },
];

export async function readReasonCodes(session: Session): Promise<readonly ReasonCode[]> {
  return ((await readSetting(session, "reasonCodes")) as readonly ReasonCode[]) ?? DEFAULT;
}

export async function listReasonCodes({ database }: Context): Promise<readonly ReasonCode[]> {
  return readReasonCodes(database);
}

/** What may be given from now on; feedback that was given keeps its codes. */
export async function setReasonCodes(
  { database }: Context,
  actor: Actor,
  codes: readonly ReasonCode[],
): Promise<readonly ReasonCode[]> {
  return database.transact(async (session) => {
    const before = await readReasonCodes(session);
    await writeSetting(session, "reasonCodes", codes);
    const listCodes = (of: readonly ReasonCode[]) => of.map(({ code }) => code);
    const had = new Set(listCodes(before));
    const has = new Set(listCodes(codes));
    await writeAudit(session, actor, "settings.reason-codes", "setting:reasonCodes", {
      added: listCodes(codes).filter((code) => !had.has(code)),
      removed: listCodes(before).filter((code) => !has.has(code)),
    });
    return codes;
  });
}
