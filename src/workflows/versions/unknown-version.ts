import { Refusal } from "../../refusal.ts";

export function refuseUnknownVersion(of: "scorecard" | "model"): Refusal {
  return new Refusal(
    "version-unknown",
    `There is no ${of} of this slug and version.`,
    `GET /v1/${of}s lists what is there.`,
  );
}
