import type { AbFindings, ShadowFindings } from "../../report/ab/findings.ts";
import { embed } from "../../report/ab/words.ts";
import { formatCount } from "../../report/format.ts";
import { type Estimable, isEstimated, notEstimable } from "../../statistics/estimate.ts";
import { createRandom } from "../../statistics/random.ts";
import type { Progress } from "../progress.ts";
import { compareLeads } from "./compare-leads.ts";
import type { ComparedLeads } from "./compared-leads.ts";
import type { ComparisonMaterial } from "./comparison-material.ts";
import { holdOutLeads } from "./held-out-leads.ts";
import { countOutcomes, gatherServed, LEAST_SERVED, type Served } from "./served-leads.ts";
import { HELD_OUT_SELECTION, type WeighedSelection, weighSelection } from "./weighed-selection.ts";

/** All that the report of rules against model says. */
export function compareMaterial(material: ComparisonMaterial, onProgress: Progress): AbFindings {
  const { asOf, seed, scorecard, model, live, watch } = material;
  return {
    format: "counterweight/ab-report@1",
    asOf,
    seed,
    scorecard,
    model,
    shadow: compareInShadow(material, onProgress),
    live,
    watch,
  };
}

interface ChosenBasis {
  readonly compared: ComparedLeads;
  readonly weighed: WeighedSelection;
  /** Why this basis and not the other, as sentences. */
  readonly notes: readonly string[];
}

function compareInShadow(
  material: ComparisonMaterial,
  onProgress: Progress,
): Estimable<ShadowFindings> {
  const random = createRandom(material.seed);
  const chosen = chooseBasis(material, random, onProgress);
  if (!isEstimated(chosen)) return chosen;
  const { compared, weighed, notes } = chosen;
  onProgress(`comparing both scores on ${formatCount(compared.ids.length, "lead")}`);
  const found = compareLeads(compared, { ...material, random, onProgress });
  const { basis } = found;
  return {
    ...found,
    basis: { ...basis, notes: [...notes, ...basis.notes, ...weighed.notes] },
    selection: weighed.selection,
  };
}

/** The served leads where they are asked for or enough; else later deals; else what there is. */
function chooseBasis(
  material: ComparisonMaterial,
  random: () => number,
  onProgress: Progress,
): Estimable<ChosenBasis> {
  const { basis, served, stored, set, taughtUntil, seed, model } = material;
  const withoutModel =
    model === null
      ? ["No model is live, so this is of scores that others gave or would give."]
      : [];
  if (basis === "served" || stored === null) {
    const chosen = chooseServed(material, random);
    return isEstimated(chosen) ? { ...chosen, notes: [...withoutModel, ...chosen.notes] } : chosen;
  }
  const heldOut = holdOutLeads(set, stored, { taughtUntil, seed, onProgress });
  const why = basis === null ? [explainServed(served)] : [];
  if (isEstimated(heldOut)) {
    const weighed = { selection: HELD_OUT_SELECTION, notes: [] };
    return { compared: heldOut, weighed, notes: [...withoutModel, ...why] };
  }
  if (basis === "held-out") return heldOut;
  const chosen = chooseServed(material, random);
  if (isEstimated(chosen))
    return { ...chosen, notes: [...withoutModel, heldOut.notEstimable, ...chosen.notes] };
  return notEstimable(`${chosen.notEstimable.replace(/\.$/, "")}; ${embed(heldOut.notEstimable)}.`);
}

function chooseServed(
  { served, clustering, capacity }: ComparisonMaterial,
  random: () => number,
): Estimable<ChosenBasis> {
  const { compared, calibration } = gatherServed(served, random);
  if (compared.ids.length === 0) return notEstimable(explainNothing(served));
  const weighed = weighSelection(served.triaged, calibration, { clustering, capacity });
  return { compared, weighed, notes: [] };
}

function explainServed({ leads }: Served): string {
  const instead = "so later deals of the stored history are compared in their place.";
  if (leads.length === 0) return `No lead with a score was handed over here yet, ${instead}`;
  const { won, lost } = countOutcomes(leads);
  return (
    `Of the leads that were handed over with both scores ${won} were won and ${lost} lost so far, fewer ` +
    `than ${LEAST_SERVED} of each, ${instead}`
  );
}

function explainNothing({ leads }: Served): string {
  const waiting = leads.filter(({ outcome }) => outcome === null).length;
  if (leads.length === 0) return "No lead with a score was handed over yet.";
  if (waiting === leads.length)
    return `No lead has an outcome yet: ${formatCount(waiting, "lead")} handed over, all waiting for one.`;
  return "No model was live when the leads that have an outcome were handed over, so only the rules scored them.";
}
