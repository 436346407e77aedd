import type { Deal, History } from "../../src/history/history.ts";
import type { Activity, AttributeValue } from "../../src/scorecard/lead.ts";
import { createRandom, type Random } from "../../src/statistics/random.ts";

const HOUR = 3_600_000;

interface More {
  readonly attributes?: Readonly<Record<string, AttributeValue>>;
  /** Types of activity with the hours by which they came before the moment of scoring. */
  readonly activities?: readonly (Omit<Activity, "at"> & { readonly hoursBefore: number })[];
}

/** The history with more known of its leads. */
export function enrich(
  history: History,
  seed: number,
  tell: (deal: Deal, random: Random) => More,
): History {
  const random = createRandom(seed);
  return {
    ...history,
    hasActivities: true,
    deals: history.deals.map((deal) => {
      const { attributes = {}, activities = [] } = tell(deal, random);
      return {
        ...deal,
        lead: {
          ...deal.lead,
          attributes: { ...deal.lead.attributes, ...attributes },
          activities: activities.map(({ hoursBefore, ...activity }) => {
            return { ...activity, at: deal.asOf - hoursBefore * HOUR };
          }),
        },
      };
    }),
  };
}
