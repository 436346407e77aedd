import type { Session } from "./database.ts";

/** A file that came with a job. */
export interface Upload {
  /** What it is to the job, such as deals. */
  readonly role: string;
  /** As it was called where it came from. */
  readonly name: string;
  readonly content: Uint8Array;
}

export async function insertUploads(
  { sql }: Session,
  jobId: number,
  uploads: readonly Upload[],
): Promise<void> {
  for (const { role, name, content } of uploads)
    await sql`
      INSERT INTO upload (job_id, role, name, content)
      VALUES (${jobId}, ${role}, ${name}, ${Buffer.from(content)})`;
}

/** Files of a job, in the order in which they came; they go when the job ends. */
export async function readUploads({ sql }: Session, jobId: number): Promise<readonly Upload[]> {
  return await sql<Upload[]>`
    SELECT role, name, content FROM upload WHERE job_id = ${jobId} ORDER BY id`;
}
