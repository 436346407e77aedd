import type { ExperimentFindings } from "../../report/ab/findings.ts";
import type { Session } from "../../store/database.ts";
import { rememberVerdict } from "../../store/experiments.ts";
import { type Announcement, announce } from "./announce.ts";

type Verdict = ExperimentFindings["comparison"]["verdict"]["verdict"];

/** For the model's arm. */
const DIRECTIONS: Readonly<Record<Verdict, Announcement["direction"]>> = {
  better: "up",
  worse: "down",
  "no-difference-worth-having": "move",
  "not-yet-known": "move",
  broken: "move",
};

/**
 * Tells of each experiment whose verdict is another than the one that was told last, once.
 *
 * @param at epoch milliseconds
 * @returns how many there were
 */
export async function tellVerdicts(
  session: Session,
  experiments: readonly ExperimentFindings[],
  at: number,
): Promise<number> {
  const announcements: Announcement[] = [];
  for (const { id, state, comparison } of experiments) {
    if (state === "planned") continue;
    const { verdict, reasons } = comparison.verdict;
    const changed = await rememberVerdict(session, id, verdict);
    if (changed === null) continue;
    announcements.push({
      kind: "experiment",
      subject: String(id),
      name: changed.name,
      direction: DIRECTIONS[verdict],
      from: changed.before,
      to: verdict,
      action: reasons.join(" "),
      at,
    });
  }
  await announce(session, announcements);
  return announcements.length;
}
