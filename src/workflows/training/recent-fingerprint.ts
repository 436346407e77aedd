import type { Database } from "../../store/database.ts";
import { fingerprintHistory } from "../../store/history.ts";
import { fingerprintComparison } from "../../store/served-leads.ts";

/** For so long what is stored counts as it was read; asking reads all of it. */
const FRESH_MS = 3_000;

interface Reading {
  readonly fingerprint: Promise<string>;
  /** Milliseconds of the process; infinite while it is being read. */
  freshUntil: number;
}

type Fingerprint = (database: Database) => Promise<string>;

/** The fingerprint of the history as it is or was a moment ago: all who ask at once share one reading. */
export const fingerprintRecently = shareReadings(fingerprintHistory);

/** The same of what a comparison of both arms rests on besides. */
export const fingerprintComparisonRecently = shareReadings(fingerprintComparison);

function shareReadings(read: Fingerprint): Fingerprint {
  const readings = new WeakMap<Database, Reading>();
  return (database) => {
    const known = readings.get(database);
    if (known !== undefined && performance.now() < known.freshUntil) return known.fingerprint;
    const reading: Reading = { fingerprint: read(database), freshUntil: Infinity };
    readings.set(database, reading);
    reading.fingerprint.then(
      () => {
        reading.freshUntil = performance.now() + FRESH_MS;
      },
      () => readings.delete(database),
    );
    return reading.fingerprint;
  };
}
