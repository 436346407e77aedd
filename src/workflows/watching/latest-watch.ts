import type { WatchFindings } from "../../report/ab/findings.ts";
import type { Session } from "../../store/database.ts";
import { readLastWatch, type StoredWatch } from "../../store/watches.ts";
import type { SubjectState } from "./alarm-signs.ts";

/** A watch as it is stored. */
export interface KeptWatch {
  readonly findings: WatchFindings;
  /** Where each subject stood, by which the next watch tells what has ended. */
  readonly signs: Readonly<Record<string, SubjectState>>;
}

/** As whoever kept it wrote it: nothing else is ever stored. */
export function readKept({ findings }: Pick<StoredWatch, "findings">): KeptWatch {
  return findings as KeptWatch;
}

/** What the live versions' last watch found; null before the first. */
export async function readLatestWatch(session: Session): Promise<WatchFindings | null> {
  const latest = await readLastWatch(session);
  return latest === null ? null : readKept(latest).findings;
}
