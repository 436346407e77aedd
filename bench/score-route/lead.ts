const DAY_MS = 86_400_000;

/** A request about a lead with five attributes and six activities, one a day. */
export function describeLead(): string {
  const did = ["pricing", "product", "guide", "webinar", "careers", "demo"];
  return JSON.stringify({
    lead: {
      id: "L-1",
      attributes: {
        jobTitle: "Head of operations",
        country: "Germany",
        employees: 250,
        industry: "Manufacturing",
        leadSource: "Webinar",
      },
      activities: did.map((asset, i) => ({
        type: "page-view",
        asset,
        at: new Date(Date.now() - (i + 1) * DAY_MS).toISOString(),
      })),
    },
  });
}
