import { saveBackTest } from "../../src/store/back-tests.ts";
import type { Database } from "../../src/store/database.ts";
import { findScorecardVersion } from "../../src/store/versions.ts";
import { hashDocument } from "../../src/workflows/back-testing/document-hash.ts";
import { readStored } from "../../src/workflows/versions/make-live.ts";

/** Lets a version count as back-tested, as the job does when it has done its work. */
export async function markBackTested(
  database: Database,
  slug: string,
  version: number,
): Promise<void> {
  const { id, document } = (await findScorecardVersion(database, slug, version))!;
  const backTest = { documentHash: hashDocument(readStored(document)) };
  await saveBackTest(database, id, { backTest, backTestedAt: Date.now() });
}
