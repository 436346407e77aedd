import { compareHandovers, type HandedLead } from "../../src/experiment/handovers.ts";
import { isEstimated } from "../../src/statistics/estimate.ts";
import { createRandom, type Random } from "../../src/statistics/random.ts";
import { type Claim, claimAtMost } from "./claim.ts";

const LOOKS = 30;
const TERMS = { withinDays: 30, alpha: 0.05, plannedUnits: 600 };

const DESIGNS = [
  { name: "a third handed over", share: 0.33, most: 1 },
  { name: "few handed over", share: 0.04, most: 1 },
  { name: "accounts of up to six leads that go together", share: 0.5, most: 6 },
] as const;

/** Experiments whose arms hand over alike, in which some look finds that one hands more over. */
export function coverHandovers(runs: number): Claim[] {
  const random = createRandom(77);
  return DESIGNS.map((design) => {
    let alarms = 0;
    for (let run = 0; run < runs; run++) alarms += isAlarmRaised(design, random) ? 1 : 0;
    const name = `false alarms of hand-overs by arm, ${LOOKS} looks: ${design.name}`;
    return claimAtMost(name, alarms / runs, 0.05);
  });
}

function isAlarmRaised({ share, most }: (typeof DESIGNS)[number], random: Random): boolean {
  const leads: HandedLead[] = [];
  for (let look = 1; look <= LOOKS; look++) {
    for (let i = 0; i < 20; i++) addUnit(leads, { unit: `${look}-${i}`, share, most }, random);
    const { difference } = compareHandovers(leads, TERMS, 0);
    if (!isEstimated(difference)) continue;
    if (difference.anytime.low > 0 || difference.anytime.high < 0) return true;
  }
  return false;
}

/** Of several leads of a unit, all are handed over or none in three of four cases. */
function addUnit(
  leads: HandedLead[],
  { unit, share, most }: { readonly unit: string; readonly share: number; readonly most: number },
  random: Random,
): void {
  const arm = random() < 0.5 ? "model" : "rules";
  const [isAlike, isGiven] = [random() < 0.75, random() < share];
  const size = 1 + Math.floor(most * random());
  for (let i = 0; i < size; i++) {
    const handovers = (isAlike ? isGiven : random() < share) ? 1 : 0;
    leads.push({ unit, arm, enrolledAt: 0, succeededAt: null, scoreBefore: null, handovers });
  }
}
