import { isEstimated } from "../../statistics/estimate.ts";
import type { AbFindings, ExperimentFindings, ShadowFindings } from "./findings.ts";
import type { AbAnswer } from "./schema.ts";
import { judgePay } from "./sentences/handovers.ts";
import { explainOpen, isDefinite, tellOpen, tellOutdated, tellVerdict } from "./sentences/live.ts";
import { isOutdated } from "./sentences/live-cautions.ts";
import { compareWithSelection, tellShadow } from "./sentences/shadow.ts";
import { asSentence, embed, VERDICT_WORDS } from "./words.ts";

/**
 * Which score is better, by how much, and whether it pays, in one sentence.
 *
 * A live experiment with a verdict answers before the shadow comparison; one that is broken or does
 * not know yet is named, and the shadow comparison answers. So it does where the experiment has ended
 * and other versions are live since: what that found is a caution. An interval that holds 0 shows
 * nothing.
 */
export function composeAnswer(findings: AbFindings): AbAnswer {
  const started = findings.live.filter((each) => each.state !== "planned" && !isOutdated(each));
  const answering = started.find(({ comparison }) => isDefinite(comparison.verdict));
  if (answering) return answerLive(findings, answering, started);
  const [open] = started;
  const before = open === undefined ? "" : `${tellOpen(open)}; `;
  const outdated = listOutdated(findings);
  const { shadow } = findings;
  if (!isEstimated(shadow)) {
    const says = `${before}rules and model cannot be compared: ${embed(shadow.notEstimable)}`;
    return {
      verdict: open?.comparison.verdict.verdict ?? "not-yet-known",
      from: open === undefined ? "nothing" : "experiment",
      experiment: open?.id ?? null,
      pays: "not-estimable",
      sentence: asSentence(says),
      evidence: [],
      cautions: [...(open === undefined ? [] : listOpenCautions(open)), ...outdated],
    };
  }
  const { says, verdict, pays, evidence } = tellShadow(shadow);
  const lead = open === undefined ? "" : "in the shadow comparison, ";
  return {
    verdict,
    from: "shadow",
    experiment: null,
    pays,
    sentence: asSentence(`${before}${lead}${says}`),
    evidence,
    cautions: [
      ...(open === undefined ? [] : explainOpen(open)),
      ...listShadowCautions(findings, shadow),
      ...outdated,
    ],
  };
}

function answerLive(
  findings: AbFindings,
  answering: ExperimentFindings,
  started: readonly ExperimentFindings[],
): AbAnswer {
  const { verdict, cautions } = answering.comparison.verdict;
  const [first] = started;
  const others = first && first !== answering ? tellOther(first) : [];
  const { name } = answering.definition;
  const own = cautions.map((caution) => (others.length === 0 ? caution : `“${name}”: ${caution}`));
  const pays = judgePay(answering);
  return {
    verdict,
    from: "experiment",
    experiment: answering.id,
    pays,
    sentence: tellVerdict(answering),
    evidence: [],
    cautions: [
      ...(pays === "not-shown" ? [...own, ...others] : [...others, ...own]),
      ...tellContradiction(findings, answering),
    ],
  };
}

/** What the latest of the experiments on versions that are no longer live found, if one did. */
function listOutdated({ live }: AbFindings): string[] {
  const latest = live.find((each) => isOutdated(each) && isDefinite(each.comparison.verdict));
  return latest === undefined ? [] : [tellOutdated(latest)];
}

/** What an experiment that does not answer says for itself. */
function tellOther(open: ExperimentFindings): string[] {
  const isBroken = open.comparison.verdict.verdict === "broken";
  return isBroken ? [asSentence(tellOpen(open))] : explainOpen(open);
}

function listOpenCautions(open: ExperimentFindings): string[] {
  return [...explainOpen(open), ...open.comparison.verdict.cautions];
}

/** Where the shadow comparison says the opposite. */
function tellContradiction({ shadow }: AbFindings, { comparison }: ExperimentFindings): string[] {
  if (!isEstimated(shadow)) return [];
  const [live, past] = [comparison.verdict.verdict, shadow.overall.verdict.verdict];
  const isOpposed =
    (live === "better" && past === "worse") || (live === "worse" && past === "better");
  return isOpposed
    ? [
        `The shadow comparison says the opposite (${VERDICT_WORDS[past]}); the experiment outranks it.`,
      ]
    : [];
}

/** What must be known before acting on the shadow comparison; the first is the gravest. */
function listShadowCautions({ model }: AbFindings, shadow: ShadowFindings): string[] {
  const { overall, selection, basis } = shadow;
  if (overall.n === 0) return [];
  const net = overall.netBenefit[0]?.difference;
  return [
    ...compareWithSelection(shadow),
    ...(isEstimated(selection)
      ? selection.warnings
      : [`How leads came to be worked cannot be allowed for: ${embed(selection.notEstimable)}.`]),
    ...(model === null ? ["No model is live."] : []),
    ...(basis.kind === "held-out"
      ? [
          "The scores are of later deals of the history, not of leads that this service handed over.",
        ]
      : []),
    ...(net && isEstimated(net) && net.high < 0 && overall.verdict.verdict === "better"
      ? ["By net benefit the model is worse, as its probabilities are off: see whether it pays."]
      : []),
    ...overall.verdict.cautions,
  ];
}
