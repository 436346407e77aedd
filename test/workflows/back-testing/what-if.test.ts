import { expect, it, onTestFinished } from "vitest";
import { createWhatIf } from "../../../src/workflows/back-testing/what-if.ts";
import { isDatabaseAway } from "../../../src/workflows/upkeep.ts";

const QUESTION = { basedOn: null, changes: {} };

it("says of a database that is away that it is, and nothing that an error said", async () => {
  const whatIf = createWhatIf("postgres://user:secret@127.0.0.1:1/none");
  onTestFinished(() => whatIf.close());
  const { signal } = new AbortController();
  const error: unknown = await whatIf.ask(QUESTION, { waitMs: 30_000, signal }).catch((e) => e);
  expect(isDatabaseAway(error)).toBe(true);
  expect(String(error)).not.toContain("secret");
});

it("lets a question go that waits when the service closes", async () => {
  const whatIf = createWhatIf("postgres://user@127.0.0.1:1/none");
  const closing = new AbortController();
  const asked = whatIf.ask(QUESTION, { waitMs: 30_000, signal: closing.signal });
  closing.abort();
  expect(await asked).toEqual({ loading: { done: 0, total: 0 } });
  await whatIf.close();
});
