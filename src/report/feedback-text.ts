import type { Anchoring, SightAgreement } from "../feedback/anchoring.ts";
import type { Said } from "../feedback/sales-says.ts";
import { type Estimable, type Interval, isEstimated } from "../statistics/estimate.ts";
import type {
  CrossingGroup,
  FeedbackFindings,
  HeardThreshold,
  Measured,
} from "./feedback-findings.ts";
import {
  formatCount,
  formatInterval,
  formatNumber,
  formatRate,
  formatShare,
  formatSigned,
} from "./format.ts";
import { escapeMarkdown, layMarkdown, listMarkdown, type MarkdownColumn } from "./markdown/page.ts";
import { WORKLOAD_ADVICE, WORKLOAD_REASONS } from "./workload-words.ts";

const share = (value: number) => formatShare(value, 0);
const two = (value: number) => formatNumber(value, 2);
const signed = (value: number) => formatSigned(value, 2);
const one = (value: number) => formatNumber(value, 1);

/** What sales said as Markdown: agreement, anchoring, reasons, thresholds, lines and reps. Pure. */
export function renderFeedback(findings: FeedbackFindings): string {
  const { scorecard, counts, all } = findings;
  const blocks = [
    `# What sales says of ${escapeMarkdown(`${scorecard.slug}, version ${scorecard.version}`)}`,
    escapeMarkdown(
      `${formatCount(counts.heard, "piece")} of feedback on ${formatCount(counts.leads, "lead")}; rejected: ${formatRate(all.rejected, share)}. Intervals are 95%.`,
    ),
    listMarkdown(findings.notes),
    ...(counts.heard === 0
      ? []
      : [
          ...writeAgreement(findings),
          ...writeAnchoring(findings.anchoring),
          ...writeThresholds(findings),
          ...writeReasons(findings),
          ...writeGroups(findings),
          ...writeReps(findings),
        ]),
  ];
  return `${blocks.filter((block) => block !== "").join("\n\n")}\n`;
}

function writeAgreement({ agreement }: FeedbackFindings): readonly string[] {
  const rows: readonly (readonly [string, string, Measured])[] = [
    ["Rules", "AUC, accepted above rejected", agreement.rules],
    ["Model", "AUC, accepted above rejected", agreement.model],
    ["Outcomes", "Cohen's kappa, accepted with won", agreement.outcome],
  ];
  const columns: readonly MarkdownColumn<(typeof rows)[number]>[] = [
    { head: "Against", cell: ([name]) => name },
    { head: "Measure", cell: ([, measure]) => measure },
    { head: "Agreement", cell: ([, , { estimate }]) => formatInterval(estimate, two) },
    { head: "n", cell: ([, , { n }]) => formatNumber(n), align: "right" },
  ];
  return ["## Agreement", layMarkdown(rows, columns)];
}

const ANCHORINGS: Readonly<Record<Anchoring["verdict"], string>> = {
  anchored:
    "Feedback given with the score in sight follows the score more than blind feedback does.",
  "follows-score":
    "Feedback follows the score more than the outcomes, which may be because the score is right: only blind feedback can tell.",
  "not-seen": "It is not seen that feedback follows the score that is shown.",
  "not-known": "Whether feedback follows the score that is shown cannot be told from this.",
};

function writeAnchoring({ bySight, visibleOverBlind, verdict }: Anchoring): readonly string[] {
  const columns: readonly MarkdownColumn<SightAgreement>[] = [
    { head: "Score", cell: ({ sight }) => (sight === "unknown" ? "not known" : sight) },
    { head: "n", cell: ({ heard }) => formatNumber(heard), align: "right" },
    { head: "Kappa with the score", cell: ({ withScore }) => formatInterval(withScore, two) },
    { head: "Kappa with outcomes", cell: ({ withOutcome }) => formatInterval(withOutcome, two) },
    { head: "closed", cell: ({ closed }) => formatNumber(closed), align: "right" },
    {
      head: "Score over outcomes",
      cell: ({ scoreOverOutcome }) => formatInterval(scoreOverOutcome, signed),
    },
  ];
  return [
    "## Does the score in sight lead the feedback?",
    escapeMarkdown(
      `${ANCHORINGS[verdict]} Kappa with the score, visible over blind: ${formatInterval(visibleOverBlind, signed)}.`,
    ),
    layMarkdown(
      bySight.filter(({ heard }) => heard > 0),
      columns,
    ),
  ];
}

function writeThresholds({ thresholds, crossings }: FeedbackFindings): readonly string[] {
  if (thresholds.length === 0) return [];
  const columns: readonly MarkdownColumn<HeardThreshold>[] = [
    { head: "Threshold", cell: ({ name }) => name },
    ...heardColumns,
    { head: "Won", cell: ({ won }) => formatRate(won, share) },
    { head: "Leads a week", cell: ({ leadsPerWeek }) => formatInterval(leadsPerWeek, one) },
    { head: "Can work", cell: ({ capacity }) => (capacity === null ? "" : one(capacity)) },
    {
      head: "Workload",
      cell: ({ workload }) =>
        `${WORKLOAD_ADVICE[workload.advice]}: ${WORKLOAD_REASONS[workload.reason]}`,
    },
  ];
  const alone = crossings
    .filter(({ heard }) => heard >= LEAST_ALONE)
    .toSorted((a, b) => shareOf(b.rejected) - shareOf(a.rejected))
    .slice(0, MOST_ALONE);
  return [
    "## Thresholds",
    layMarkdown(thresholds, columns),
    listMarkdown(alone.map((crossing) => describeCrossing(crossing, thresholds))),
  ];
}

/** Fewer pieces of feedback make no sentence. */
const LEAST_ALONE = 5;
const MOST_ALONE = 10;

function describeCrossing(
  { threshold, label, rejected, heard }: CrossingGroup,
  thresholds: readonly HeardThreshold[],
): string {
  const name = thresholds.find(({ id }) => id === threshold)?.name ?? threshold;
  if (!isEstimated(rejected)) return "";
  return `Sales rejected ${share(rejected.value)} (${share(rejected.low)} to ${share(rejected.high)}, n = ${formatNumber(heard)}) of what crossed ${name} on “${label}” alone.`;
}

function shareOf(estimate: Estimable<Interval>): number {
  return isEstimated(estimate) ? estimate.value : -1;
}

const heardColumns: readonly MarkdownColumn<Said>[] = [
  { head: "n", cell: ({ heard }) => formatNumber(heard), align: "right" },
  { head: "Rejected", cell: ({ rejected }) => formatInterval(rejected, share) },
  { head: "By the middle rep", cell: ({ adjusted }) => formatInterval(adjusted, share) },
];

function writeReasons({ reasons }: FeedbackFindings): readonly string[] {
  if (reasons.length === 0) return [];
  const columns: readonly MarkdownColumn<(typeof reasons)[number]>[] = [
    { head: "Reason", cell: ({ code }) => code },
    { head: "given", cell: ({ given }) => formatNumber(given), align: "right" },
    {
      head: "Rejected for it, of all feedback",
      cell: ({ rejected }) => formatRate(rejected, share),
    },
    { head: "Won after all", cell: ({ won }) => formatRate(won, share) },
  ];
  return ["## Reasons", layMarkdown(reasons, columns)];
}

function writeGroups({ lines, segments }: FeedbackFindings): readonly string[] {
  const heard = lines.filter((line) => line.heard > 0).toSorted((a, b) => b.heard - a.heard);
  const last: readonly MarkdownColumn<(typeof lines)[number] | (typeof segments)[number]>[] = [
    ...heardColumns,
    {
      head: "Log-odds of rejection over others",
      cell: ({ overOthers }) => (overOthers === null ? "" : formatInterval(overOthers, signed)),
    },
    { head: "Won", cell: ({ won }) => formatRate(won, share) },
  ];
  return [
    "## Lines",
    layMarkdown(heard, [{ head: "Line", cell: ({ label }) => label }, ...last]),
    ...(segments.length < 2
      ? []
      : [
          "## Segments",
          layMarkdown(segments, [
            { head: "Scorecard", cell: ({ scorecard }) => scorecard },
            ...last,
          ]),
        ]),
  ];
}

function writeReps({ reps, leniency }: FeedbackFindings): readonly string[] {
  const alpha = (estimate: typeof reps.verdicts) =>
    isEstimated(estimate)
      ? `${formatInterval(estimate, two)} over ${formatCount(estimate.units, "lead")}`
      : formatInterval(estimate, two);
  const head = [
    "## Reps",
    listMarkdown([
      `Agreement among reps on the same leads, Krippendorff's alpha: verdicts ${alpha(reps.verdicts)}; ratings ${alpha(reps.ratings)}.`,
    ]),
  ];
  if (!isEstimated(leniency))
    return [...head, escapeMarkdown(`Leniency is not estimable: ${leniency.notEstimable}.`)];
  const columns: readonly MarkdownColumn<(typeof leniency.reps)[number]>[] = [
    { head: "Rep", cell: ({ rep }) => rep },
    { head: "n", cell: ({ n }) => formatNumber(n), align: "right" },
    { head: "Accepted", cell: ({ n, accepted }) => share(accepted / n) },
    { head: "The middle rep would have", cell: ({ expectedShare }) => share(expectedShare) },
    { head: "More lenient by, log-odds", cell: ({ estimate }) => formatInterval(estimate, signed) },
  ];
  return [...head, layMarkdown(leniency.reps, columns)];
}
