import type { Session } from "./database.ts";

/** Advisory locks, by what they guard. Any numbers that nothing else locks by. */
export const LOCKS = {
  inUse: 7_315_001,
  live: 7_315_002,
  routing: 7_315_003,
  schedule: 7_315_004,
  firstKey: 7_315_005,
  asking: 7_315_006,
  migration: 7_315_007,
  experiments: 7_315_008,
  watch: 7_315_009,
} as const;

/** Held by whoever writes scores: what is live stays so until the end of the transaction. */
export async function shareLock({ sql }: Session, name: keyof typeof LOCKS): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock_shared(${LOCKS[name]})`;
}

/** Held by whoever changes what others rest on; waits for all who share it. */
export async function takeLock({ sql }: Session, name: keyof typeof LOCKS): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(${LOCKS[name]})`;
}
