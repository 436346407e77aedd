import { describe, expect, it } from "vitest";
import { Refusal } from "../../../src/refusal.ts";
import { readLive } from "../../../src/store/live.ts";
import { findModelVersion } from "../../../src/store/model-versions.ts";
import { findScorecardVersion, listScorecards } from "../../../src/store/versions.ts";
import {
  compareModels,
  compareScorecards,
} from "../../../src/workflows/versions/compare-versions.ts";
import { draftScorecard } from "../../../src/workflows/versions/draft-scorecard.ts";
import { promoteModel } from "../../../src/workflows/versions/promote-model.ts";
import { publishScorecard } from "../../../src/workflows/versions/publish-scorecard.ts";
import {
  ACTOR,
  accept,
  addCandidate,
  draftCard,
  listAudit,
  listRescores,
  makeCard,
  makeModel,
  publishCard,
  useContext,
} from "./version-fixture.ts";

describe("drafting a scorecard", () => {
  it("takes the next number of its lineage, in the document too, and scores nothing yet", async () => {
    const context = await useContext();
    const first = accept(await draftScorecard(context, ACTOR, { document: makeCard() }));
    const second = accept(
      await draftScorecard(context, ACTOR, { document: makeCard({ large: 20 }), note: "Try 20" }),
    );
    expect([first.version, second.version]).toEqual([1, 2]);
    expect(second).toMatchObject({ slug: "small", state: "draft", live: false, note: "Try 20" });
    expect(second.document.fallback.version).toBe(2);
    expect(await readLive(context.database)).toBeNull();
    expect(await listAudit(context)).toEqual([
      "person:1 scorecard.draft scorecard:small/1",
      "person:1 scorecard.draft scorecard:small/2",
    ]);
  });

  it("gives each of many at once a number of its own", async () => {
    const context = await useContext();
    const drafts = await Promise.all(
      Array.from({ length: 8 }, () =>
        draftScorecard(context, ACTOR, { slug: "many", document: makeCard() }),
      ),
    );
    const numbers = drafts.map((draft) => accept(draft).version).toSorted((a, b) => a - b);
    expect(numbers).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it("refuses what is no scorecard, what the database cannot hold, and a nest without end", async () => {
    const context = await useContext();
    const deep = JSON.parse(`${'{"of":'.repeat(50_000)}1${"}".repeat(50_000)}`);
    const bad = [
      {},
      null,
      7,
      { ...makeCard(), name: "a\0b" },
      { ...makeCard(), name: "\ud800" },
      deep,
    ];
    for (const document of bad)
      expect(await draftScorecard(context, ACTOR, { slug: "bad", document })).toMatchObject({
        code: "scorecard-invalid",
      });
    expect(await listScorecards(context.database, { limit: 9 })).toEqual([]);
  });

  it("asks for a slug where the id makes none", async () => {
    const context = await useContext();
    const document = { ...makeCard(), id: "Лиды" };
    expect(await draftScorecard(context, ACTOR, { document })).toMatchObject({
      code: "option-invalid",
    });
    expect(accept(await draftScorecard(context, ACTOR, { slug: "leads", document })).version).toBe(
      1,
    );
  });
});

describe("publishing a scorecard", () => {
  it("makes it live, has all leads scored again, and is written down", async () => {
    const context = await useContext();
    const { id, published } = await publishCard(context, makeCard());
    expect(published).toMatchObject({
      version: { state: "published", live: true, publishedBy: "person:1" },
      model: null,
      job: expect.any(Number),
    });
    expect(await readLive(context.database)).toEqual({
      scorecardVersionId: id,
      modelVersionId: null,
    });
    expect(await listRescores(context)).toEqual([{ cause: "version" }]);
    expect(await listAudit(context)).toContain("person:1 scorecard.publish scorecard:small/1");
  });

  it("changes nothing where the version is live already", async () => {
    const context = await useContext();
    await publishCard(context, makeCard());
    const again = await publishScorecard(context, ACTOR, { slug: "small", version: 1 });
    expect(accept(again).job).toBeNull();
    expect(await listRescores(context)).toHaveLength(1);
  });

  it("is undone by publishing the earlier version again", async () => {
    const context = await useContext();
    const first = await publishCard(context, makeCard());
    await publishCard(context, makeCard({ large: 20 }));
    const back = accept(await publishScorecard(context, ACTOR, { slug: "small", version: 1 }));
    expect(back.job).not.toBeNull();
    expect(await readLive(context.database)).toMatchObject({ scorecardVersionId: first.id });
    expect(await listRescores(context)).toHaveLength(3);
  });

  it("keeps the live model while its lines dose as they did", async () => {
    const context = await useContext();
    const { id } = await publishCard(context, makeCard());
    const model = await addCandidate(context, id);
    accept(await promoteModel(context, ACTOR, { slug: "small", version: 1 }));
    const { published } = await publishCard(context, makeCard({ large: 25 }));
    expect(published.model).toEqual({ slug: "small", version: 1 });
    expect(await readLive(context.database)).toMatchObject({ modelVersionId: model.id });
  });

  it("lets the model go where lines differ, and takes it back with the scorecard it fits", async () => {
    const context = await useContext();
    const { id } = await publishCard(context, makeCard());
    await addCandidate(context, id);
    await addCandidate(context, id, makeModel(2));
    accept(await promoteModel(context, ACTOR, { slug: "small", version: 1 }));
    expect((await publishCard(context, makeCard({ extra: "new" }))).published.model).toBeNull();
    expect((await publishCard(context, makeCard({ halfLifeDays: 90 }))).published.model).toBeNull();
    const back = accept(await publishScorecard(context, ACTOR, { slug: "small", version: 1 }));
    // Version 2 fits as well, but nobody ever promoted it.
    expect(back.model).toEqual({ slug: "small", version: 1 });
  });

  it("refuses a version that is not there", async () => {
    const context = await useContext();
    await publishCard(context, makeCard());
    for (const asked of [
      { slug: "small", version: 2 },
      { slug: "other", version: 1 },
    ])
      expect(await publishScorecard(context, ACTOR, asked)).toMatchObject({
        code: "version-unknown",
      });
  });

  it("leaves one of two live that are published at once, and both published", async () => {
    const context = await useContext();
    for (const large of [1, 2]) await draftCard(context, makeCard({ large }));
    await Promise.all(
      [1, 2].map((version) =>
        publishScorecard(context, ACTOR, { slug: "small", version, force: true }),
      ),
    );
    const versions = await Promise.all(
      [1, 2].map((version) => findScorecardVersion(context.database, "small", version)),
    );
    expect(versions.map((version) => version!.state)).toEqual(["published", "published"]);
    expect(versions.filter((version) => version!.live)).toHaveLength(1);
  });
});

describe("promoting a model", () => {
  it("makes a fitting candidate live beside the scorecard", async () => {
    const context = await useContext();
    const { id } = await publishCard(context, makeCard());
    const candidate = await addCandidate(context, id);
    expect(await findModelVersion(context.database, "small", 1)).toMatchObject({
      live: false,
      promotedAt: null,
    });
    const promoted = accept(await promoteModel(context, ACTOR, { slug: "small", version: 1 }));
    expect(promoted).toMatchObject({ version: { live: true, promotedBy: "person:1" } });
    expect(await readLive(context.database)).toEqual({
      scorecardVersionId: id,
      modelVersionId: candidate.id,
    });
    expect(await listRescores(context)).toHaveLength(2);
    expect((await listAudit(context)).at(-1)).toBe("person:1 model.promote model:small/1");
  });

  it("refuses one whose lines are not the live scorecard's, and names them", async () => {
    const context = await useContext();
    const { id } = await publishCard(context, makeCard());
    await addCandidate(context, id);
    await publishCard(context, makeCard({ extra: "new" }));
    const refusal = await promoteModel(context, ACTOR, { slug: "small", version: 1 });
    expect(refusal).toBeInstanceOf(Refusal);
    expect(refusal).toMatchObject({
      code: "model-misfit",
      details: [{ where: "line new", reason: "the model has no coefficient for it" }],
    });
  });

  it("refuses one whose lines were dosed by another rule", async () => {
    const context = await useContext();
    const { id } = await publishCard(context, makeCard());
    await addCandidate(context, id);
    await publishCard(context, makeCard({ halfLifeDays: 7 }));
    expect(await promoteModel(context, ACTOR, { slug: "small", version: 1 })).toMatchObject({
      code: "model-misfit",
      details: [{ where: "line visit" }],
    });
  });

  it("refuses a version that is not there", async () => {
    const context = await useContext();
    await publishCard(context, makeCard());
    expect(await promoteModel(context, ACTOR, { slug: "small", version: 1 })).toMatchObject({
      code: "version-unknown",
    });
  });
});

describe("comparing versions", () => {
  it("tells what changed, whatever order the database keeps keys in", async () => {
    const context = await useContext();
    await publishCard(context, makeCard());
    await publishCard(context, makeCard({ large: 25 }));
    expect(await compareScorecards(context, { slug: "small", from: 1, to: 2 })).toEqual([
      { what: "line-points", key: "large", label: "large", from: 10, to: 25 },
    ]);
    expect(await compareScorecards(context, { slug: "small", from: 1, to: 1 })).toEqual([]);
  });

  it("lays two models side by side", async () => {
    const context = await useContext();
    const { id } = await publishCard(context, makeCard());
    await addCandidate(context, id, makeModel(1));
    await addCandidate(context, id, makeModel(2));
    const diff = accept(await compareModels(context, { slug: "small", from: 1, to: 2 }));
    expect(diff.intercept).toEqual({ from: -2, to: -2 });
    expect(diff.lines[0]).toEqual({
      key: "large",
      from: {
        coefficient: 1,
        low: expect.closeTo(0.804, 3),
        high: expect.closeTo(1.196, 3),
        points: 10,
      },
      to: {
        coefficient: 2,
        low: expect.closeTo(1.804, 3),
        high: expect.closeTo(2.196, 3),
        points: 20,
      },
    });
  });
});
