import type { Alarm } from "../../report/ab/findings.ts";
import type { Sign, SubjectState } from "./alarm-signs.ts";
import type { Announcement } from "./announce.ts";

/** What was found before. */
export interface Before {
  readonly standing: readonly Alarm[];
  /** Where subjects stood on the last watch of the same versions; empty where there was none. */
  readonly signs: Readonly<Record<string, SubjectState>>;
}

export interface Judged {
  /** Those that stand now. */
  readonly alarms: readonly Alarm[];
  readonly announcements: readonly Announcement[];
}

/**
 * Which alarms begin and end. One is raised when its subject is shown to be beyond its limit; it is
 * cleared when the subject is shown to be within, is there no more, or is not shown to be beyond on two
 * watches in a row, so that a figure at the edge does not ring each day.
 *
 * @param at epoch milliseconds
 */
export function judgeAlarms(signs: readonly Sign[], before: Before, at: number): Judged {
  const bySubject = new Map(signs.map((sign) => [sign.subject, sign]));
  const alarms: Alarm[] = [];
  const announcements: Announcement[] = [];
  for (const alarm of before.standing) {
    const { subject, name, reason } = alarm;
    const sign = bySubject.get(subject);
    bySubject.delete(subject);
    if (sign?.state === "beyond") alarms.push({ ...alarm, name: sign.name, reason: sign.reason });
    else if (sign?.state === "open" && before.signs[subject] === "beyond") alarms.push(alarm);
    else {
      const cleared = { from: reason, to: null, action: null, at };
      announcements.push({ kind: "alarm", subject, name, direction: "down", ...cleared });
    }
  }
  for (const { subject, name, state, reason, action } of bySubject.values()) {
    if (state !== "beyond") continue;
    alarms.push({ subject, name, reason, since: at });
    const raised = { from: null, to: reason, action, at };
    announcements.push({ kind: "alarm", subject, name, direction: "up", ...raised });
  }
  return { alarms, announcements };
}
