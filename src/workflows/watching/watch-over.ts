import type { ExperimentFindings, WatchFindings } from "../../report/ab/findings.ts";
import { readStandingAlarms } from "../../store/alarms.ts";
import type { Session } from "../../store/database.ts";
import { freezeReading } from "../../store/history.ts";
import { type LiveVersions, readLive } from "../../store/live.ts";
import { takeLock } from "../../store/locks.ts";
import { insertWatch, readLastWatch } from "../../store/watches.ts";
import type { Context } from "../context.ts";
import { readExperimentFindings } from "../experimenting/experiment-findings.ts";
import { announce } from "./announce.ts";
import { type KeptWatch, readKept } from "./latest-watch.ts";
import { measureInThread } from "./measure-in-thread.ts";
import type { WatchFigures } from "./measure-watch.ts";
import { type Reading, readMaterial } from "./read-material.ts";
import { type Before, judgeAlarms } from "./standing-alarms.ts";
import { tellVerdicts } from "./tell-verdicts.ts";

interface Following extends Pick<Reading, "onProgress" | "signal"> {
  /** Told what was found, in the transaction that keeps it, at its end. */
  readonly onKept: (session: Session, result: Watched) => Promise<void>;
}

/** A watch in few words. */
export interface Watched {
  /** Null where nothing is live, so that nothing was watched. */
  readonly watch: number | null;
  /** Alarms that stand. */
  readonly alarms: number;
  readonly raised: number;
  readonly cleared: number;
  /** Experiments that came to say something else. */
  readonly verdicts: number;
}

/** Experiments that are looked at: all that run or lately ended. */
const MOST_EXPERIMENTS = 50;

const NOTHING: Watched = { watch: null, alarms: 0, raised: 0, cleared: 0, verdicts: 0 };

/**
 * Looks whether lines, calibration, power and scores are still what they were when what is live was made,
 * keeps what was found, and tells which alarms begin and end and which experiments came to a verdict:
 * all in one transaction, so that a watch which was cut short told nothing and is made again.
 */
export async function watchOver(
  context: Context,
  { onProgress, signal, onKept }: Following,
): Promise<Watched> {
  const { database, now } = context;
  const at = now();
  const read = await database.transact(async (session) => {
    await freezeReading(session);
    const live = await readLive(session);
    if (live === null) return null;
    const material = await readMaterial(context, session, live, { at, onProgress, signal });
    const experiments = await readExperimentFindings(session, {
      latest: MOST_EXPERIMENTS,
      asOf: at,
    });
    return { live, material, experiments };
  });
  if (read === null) return NOTHING;
  const figures = await measureInThread(read.material, signal);
  return database.transact(async (session) => {
    const result = await keepWatch(session, { ...read, figures, at });
    await onKept(session, result);
    return result;
  });
}

interface Found {
  readonly live: LiveVersions;
  readonly figures: WatchFigures;
  readonly experiments: readonly ExperimentFindings[];
  readonly at: number;
}

async function keepWatch(
  session: Session,
  { live, figures: { signs, ...figures }, experiments, at }: Found,
): Promise<Watched> {
  await takeLock(session, "watch");
  const { alarms, announcements } = judgeAlarms(signs, await readBefore(session, live), at);
  const findings: WatchFindings = { at, ...figures, alarms };
  const kept: KeptWatch = {
    findings,
    signs: Object.fromEntries(signs.map(({ subject, state }) => [subject, state])),
  };
  const watch = await insertWatch(session, { at, ...live, findings: kept });
  await announce(session, announcements);
  const verdicts = await tellVerdicts(session, experiments, at);
  const raised = announcements.filter(({ direction }) => direction === "up").length;
  const cleared = announcements.length - raised;
  return { watch, alarms: alarms.length, raised, cleared, verdicts };
}

async function readBefore(session: Session, live: LiveVersions): Promise<Before> {
  const last = await readLastWatch(session);
  const isOfSame =
    last?.scorecardVersionId === live.scorecardVersionId &&
    last.modelVersionId === live.modelVersionId;
  return {
    standing: await readStandingAlarms(session),
    signs: last !== null && isOfSame ? readKept(last).signs : {},
  };
}
