/** A request for the front page and the description of the service, by the sample's scorecard. */
export const EXAMPLE = {
  lead: {
    id: "L-1",
    attributes: { jobTitle: "Head of Sales", employees: 420, country: "Germany" },
    activities: [
      { type: "page-view", asset: "pricing", at: "2025-05-28T09:30:00Z" },
      { type: "webinar", at: "2025-05-20T15:00:00Z" },
    ],
  },
};
