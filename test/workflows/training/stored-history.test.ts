import { beforeAll, describe, expect, it } from "vitest";
import type { History } from "../../../src/history/history.ts";
import { readFeedback, readHistory } from "../../../src/history/reading/reading.ts";
import { calibrate, calibrateHistory } from "../../../src/workflows/calibrate.ts";
import { readMapping, readScorecards } from "../../../src/workflows/documents.ts";
import { importExport } from "../../../src/workflows/importing/import-export.ts";
import { hashHistory } from "../../../src/workflows/training/history-hash.ts";
import { readStoredHistory } from "../../../src/workflows/training/stored-history.ts";
import { useTestDatabase } from "../../database.ts";
import { SAMPLE, sample } from "../../sample.ts";
import { ACTOR, accept, useContext } from "../versions/version-fixture.ts";
import { storeHistory } from "./stored-sample.ts";

const onProgress = () => {};

describe("the sample, stored", () => {
  let history: History;

  beforeAll(async () => {
    const mapping = accept(await readMapping(SAMPLE.mapping));
    const { activities } = SAMPLE;
    history = accept(await readHistory(SAMPLE.exports, mapping, { activities }));
  });

  it("is the history that was read from the files, and has its hash", async () => {
    const database = await useTestDatabase();
    await storeHistory(database, history);
    const stored = await readStoredHistory(database);
    expect(stored.history.deals).toHaveLength(history.deals.length);
    expect(hashHistory(stored.history)).toBe(hashHistory(history));
    expect(stored.history.attributes).toEqual(history.attributes.toSorted());
    expect(stored.mapping.attributes.map(({ attribute, type }) => [attribute, type])).toEqual(
      accept(await readMapping(SAMPLE.mapping))
        .attributes.map(({ attribute, type }) => [attribute, type])
        .toSorted(),
    );
  });

  it("tells the account and the owner of each lead, which teach nothing", async () => {
    const database = await useTestDatabase();
    await storeHistory(database, { ...history, deals: history.deals.slice(0, 40) });
    const before = await readStoredHistory(database);
    await database.sql`UPDATE lead SET account = 'A-' || external_id, owner = 'R-' || external_id`;
    const stored = await readStoredHistory(database);
    for (const { lead, account, rep } of stored.history.deals)
      expect([account, rep]).toEqual([`A-${lead.id}`, `R-${lead.id}`]);
    expect(before.history.deals.every(({ account, rep }) => account === null && rep === null)).toBe(
      true,
    );
    expect(hashHistory(stored.history)).toBe(hashHistory(before.history));
    expect(stored.fingerprint).not.toBe(before.fingerprint);
  });

  it("gives the model that the files give, to the last digit", async () => {
    const database = await useTestDatabase();
    const mapping = accept(await readMapping(SAMPLE.mapping));
    const { entries } = accept(await readFeedback(sample("feedback.csv"), mapping));
    await storeHistory(database, history, entries);
    const stored = await readStoredHistory(database);
    const set = accept(await readScorecards(SAMPLE.scorecard));
    const settings = { seed: SAMPLE.seed, onProgress };
    const fromStore = accept(
      calibrateHistory(set, stored.history, stored.mapping, stored.feedback, settings),
    );
    const fromFiles = accept(await calibrate({ ...SAMPLE, onProgress }));
    expect(fromStore.model).toEqual(fromFiles.model);
    expect(fromStore.recommended).toEqual(fromFiles.recommended);
    const { arms, lines, thresholds, feedback } = fromStore.calibration;
    const files = fromFiles.calibration;
    expect({ arms, lines, thresholds }).toEqual({
      arms: files.arms,
      lines: files.lines,
      thresholds: files.thresholds,
    });
    expect(feedback!.matched).toBe(files.feedback!.matched);
  });
});

describe("the sample, imported", () => {
  it("gives the history, the feedback and the model that its files give, to the last digit", async () => {
    const context = await useContext();
    accept(await importExport(context, { ...SAMPLE, actor: ACTOR }, onProgress));
    const stored = await readStoredHistory(context.database);
    const mapping = accept(await readMapping(SAMPLE.mapping));
    const { exports, activities } = SAMPLE;
    const history = accept(await readHistory(exports, mapping, { activities }));
    expect(stored.history.deals.length).toBe(history.deals.length);
    expect(hashHistory(stored.history)).toBe(hashHistory(history));
    expect(stored.history.open).toBe(history.open);
    const set = accept(await readScorecards(SAMPLE.scorecard));
    const settings = { seed: SAMPLE.seed, onProgress };
    const calibrateOn = (feedback: typeof stored.feedback) =>
      accept(calibrateHistory(set, stored.history, stored.mapping, feedback, settings));
    const onClosed = calibrateOn(stored.feedback!.filter(({ lead }) => lead === null));
    const fromFiles = accept(await calibrate({ ...SAMPLE, onProgress }));
    expect(onClosed.model).toEqual(fromFiles.model);
    const { entries, ...said } = onClosed.calibration.feedback!;
    expect(fromFiles.calibration.feedback).toMatchObject(said);

    // The store knows the leads of open deals too, of which the files tell nothing.
    const all = calibrateOn(stored.feedback).calibration.feedback!;
    expect(all.entries).toBe(fromFiles.calibration.feedback!.entries);
    expect(all.heard - said.heard).toBe(all.entries - entries);
    expect(all.anchoring.bySight[0]).toMatchObject({ heard: all.heard, closed: said.heard });
  });
});
