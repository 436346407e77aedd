import type { Verdict } from "../../../experiment/verdict.ts";
import { formatNumber, formatShare } from "../../format.ts";
import { term } from "../../glossary.ts";
import { type Content, html, type Markup } from "../../markup.ts";
import { showFacts } from "../../sections/figure.ts";
import { showPicture } from "../../sections/picture.ts";
import type { RenderedChart } from "../../svg.ts";
import type { ExperimentFindings } from "../findings.ts";
import type { AbReport } from "../schema.ts";
import { describeProgress, describeSampleRatio, nameSuccess } from "../sentences/live.ts";
import { formatDay, VERDICT_WORDS } from "../words.ts";
import { showEffects, showGuardrails, showTallies } from "./experiment-tables.ts";
import { showHandovers } from "./handover-table.ts";

/** Each live experiment: verdict, reasons, cautions, and the figures that they rest on. */
export function renderLive({ live }: AbReport, charts: readonly RenderedChart[]): Markup {
  const experiments =
    live.length === 0
      ? html`<p>There is no live experiment. Only one can tell what handing leads over by the model changes: the shadow comparison sees leads that were handed over anyway.</p>`
      : live.map(renderExperiment);
  return html`<section id="live" aria-labelledby="live-title">
<h2 id="live-title">Live experiments</h2>
<p>In a ${term("live-experiment", "live experiment")} each ${term("arm-unit", "unit")} falls to rules or model by lot. Verdicts rest on the ${term("every-look", "interval at every look")}, so that they may be read, and the experiment stopped, on any day.</p>
${showPicture(charts, "experiments", "")}
${experiments}
</section>`;
}

function renderExperiment(experiment: ExperimentFindings): Markup {
  const { id, definition, comparison } = experiment;
  const { verdict } = comparison;
  return html`<h3 class="part" id="experiment-${id}">${definition.name}</h3>
<p>${showVerdict(verdict)} ${verdict.reasons.join(" ")}${verdict.verdict === "broken" ? " None of the figures below can be trusted." : ""}</p>
${listCautions(verdict)}
${showFacts(listFacts(experiment))}
${showTallies(experiment)}
${showHandovers(experiment)}
${showEffects(experiment)}
${showGuardrails(experiment)}
`;
}

const BADGES: Readonly<Record<Verdict["verdict"], string>> = {
  better: "badge-raise",
  worse: "badge-turn-round",
  "no-difference-worth-having": "badge-keep",
  "not-yet-known": "badge-too-little-evidence",
  broken: "badge-drop",
};

/** A verdict in words, set apart by its shape too. */
export function showVerdict({ verdict }: Pick<Verdict, "verdict">): Markup {
  return html`<span class="badge ${BADGES[verdict]}">${VERDICT_WORDS[verdict]}</span>`;
}

function listCautions({ cautions }: Verdict): Markup | "" {
  if (cautions.length === 0) return "";
  return html`<ul class="notes">${cautions.map((caution) => html`<li>${caution}</li>\n`)}</ul>`;
}

const STATES = { planned: "Not started", running: "Running", stopped: "Ended" } as const;

function listFacts(experiment: ExperimentFindings): readonly (readonly [Content, Content])[] {
  const { definition, state, stopsAt, comparison } = experiment;
  const { shares, minimumEffect, plannedUnits, power, alpha, coverage } = definition;
  const ends =
    stopsAt === null ? "" : `, ${state === "stopped" ? "to" : "stops on"} ${formatDay(stopsAt)}`;
  const part = coverage < 1 ? `; ${formatShare(coverage)} of all units take part` : "";
  return [
    ["Hypothesis", definition.hypothesis],
    ["State", `${STATES[state]}, from ${formatDay(Date.parse(definition.start))}${ends}`],
    ["Primary metric", html`leads ${term("outcome-window", nameSuccess(experiment))}`],
    [
      term("minimum-effect", "Least difference worth having"),
      `${formatNumber(100 * minimumEffect, 1)} of 100 leads; planned for ${formatNumber(plannedUnits)} units, with a power of ${formatShare(power, 0)} at ${formatShare(alpha, 0)} false alarms`,
    ],
    [
      "Shares",
      `rules ${formatShare(shares.rules, 0)}, model ${formatShare(shares.model, 0)} of ${definition.unit}s${part}`,
    ],
    ["Progress", describeProgress(experiment)],
    [term("sample-ratio", "Sample ratio"), describeSampleRatio(comparison)],
  ];
}
