import type { Database } from "../../store/database.ts";
import { fingerprintHistory } from "../../store/history.ts";

/** For so long the history counts as it was read; asking reads all of it. */
const FRESH_MS = 3_000;

interface Reading {
  readonly fingerprint: Promise<string>;
  /** Milliseconds of the process; infinite while it is being read. */
  freshUntil: number;
}

const readings = new WeakMap<Database, Reading>();

/** The fingerprint of the history as it is or was a moment ago: all who ask at once share one reading. */
export function fingerprintRecently(database: Database): Promise<string> {
  const known = readings.get(database);
  if (known !== undefined && performance.now() < known.freshUntil) return known.fingerprint;
  const reading: Reading = { fingerprint: fingerprintHistory(database), freshUntil: Infinity };
  readings.set(database, reading);
  reading.fingerprint.then(
    () => {
      reading.freshUntil = performance.now() + FRESH_MS;
    },
    () => readings.delete(database),
  );
  return reading.fingerprint;
}
