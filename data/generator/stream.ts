import type { Activity } from "../../src/scorecard/lead.ts";
import { drawCount, drawExponential, isDrawn, pick, type Random } from "./draw.ts";
import type { Profile } from "./profile.ts";
import { DAY_MS, MINUTE_MS, type Timeline, toMinute } from "./timeline.ts";

const LIVELINESS = 0.4;

/**
 * What a lead did before it was handed over: the form that made it a lead, then a funnel that is
 * livelier the greater its interest, up to the day it fell silent.
 */
export function drawEarlierActivities(
  random: Random,
  profile: Profile,
  { createdAt, handedOverAt }: Timeline,
): readonly Activity[] {
  const asksForDemo = isDrawn(random, 1 / (1 + Math.exp(1.7 - 0.6 * profile.interest)));
  const silenceMs = drawSilenceDays(random, { asksForDemo }) * DAY_MS;
  const lastAt = Math.max(createdAt, handedOverAt - silenceMs);
  const livelier = Math.exp(LIVELINESS * profile.interest - LIVELINESS ** 2 / 2);
  const between = () => toMinute(createdAt + (lastAt - createdAt) * random() ** 0.7);
  const repeat = (mean: number, make: (at: number) => Activity) =>
    Array.from({ length: drawCount(random, mean * livelier) }, () => make(between()));
  return [
    { type: "form-submit", at: createdAt, asset: "contact" },
    ...repeat(0.9, (at) => drawPageView(random, at, "blog")),
    ...repeat(1.2, (at) => drawPageView(random, at, "product")),
    ...repeat(profile.seeksJob ? 0.2 : 0.6, (at) => drawPageView(random, at, "pricing")),
    ...repeat(profile.seeksJob ? 1.8 : 0.03, (at) => drawPageView(random, at, "careers")),
    ...repeat(1.5, (at) => ({ type: "email-open", at, asset: "newsletter" })),
    ...repeat(0.5, (at) => ({ type: "email-click", at, asset: "newsletter" })),
    ...repeat(0.55, (at) => ({
      type: "whitepaper-download",
      at,
      asset: "guide",
      category: "services",
    })),
    ...repeat(0.35, (at) => drawWebinar(random, at)),
    ...(asksForDemo
      ? [{ type: "demo-request", at: toMinute(lastAt), asset: "demo", category: "platform" }]
      : []),
  ];
}

/** What it did afterwards, which knows the outcome: buyers read on, the others stop. */
export function drawLaterActivities(
  random: Random,
  outcome: "won" | "lost" | "open",
  { handedOverAt, endsAt }: Timeline,
): readonly Activity[] {
  const mean = { won: 3.6, lost: 0.9, open: 1.4 }[outcome];
  return Array.from({ length: drawCount(random, mean) }, () => {
    const at = toMinute(handedOverAt + MINUTE_MS + (endsAt - handedOverAt - DAY_MS) * random());
    const kind = pick(random, [
      ["product", 4],
      ["pricing", outcome === "won" ? 4 : 1],
      ["email-open", 3],
      ["email-click", 1],
    ]);
    return kind === "product" || kind === "pricing"
      ? drawPageView(random, at, kind)
      : { type: kind, at, asset: "newsletter" };
  });
}

/** Half are handed over while still active; the longer silent, the rarer. */
function drawSilenceDays(random: Random, { asksForDemo }: { asksForDemo: boolean }): number {
  if (isDrawn(random, asksForDemo ? 0.85 : 0.4)) return 6 * random();
  return Math.min(100, 6 + drawExponential(random, 24));
}

function drawPageView(random: Random, at: number, asset: string): Activity {
  const minutes = 1 + drawCount(random, 2);
  const isOfProduct = asset === "product" || asset === "pricing";
  return { type: "page-view", at, asset, ...(isOfProduct && { category: "platform" }), minutes };
}

function drawWebinar(random: Random, at: number): Activity {
  return {
    type: "webinar",
    at,
    asset: "webinar",
    category: "services",
    minutes: 20 + drawCount(random, 20),
  };
}
