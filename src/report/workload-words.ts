import type { WorkloadAdvice } from "../feedback/workload.ts";

/** What to do with a threshold, as people read it. */
export const WORKLOAD_ADVICE: Readonly<Record<WorkloadAdvice["advice"], string>> = {
  raise: "raise it",
  lower: "lower it",
  keep: "keep it",
  "not-known": "cannot tell",
};

export const WORKLOAD_REASONS: Readonly<Record<WorkloadAdvice["reason"], string>> = {
  "more-than-capacity": "more leads come over it than sales can work",
  "more-than-capacity-though-good":
    "more leads come over it than sales can work, though sales takes most of them",
  "rejected-too-often": "sales rejects more of its leads than is bearable",
  "room-and-rarely-rejected": "sales has room, and rejects few of its leads",
  "capacity-used": "about as many leads come over it as sales can work",
  "room-but-rejection-unclear": "sales has room, but whether it rejects too many is not clear",
  "capacity-not-given": "nobody has said how many leads a week sales can work",
  "volume-not-known": "how many leads a week come over it is not known",
  "no-feedback": "there is too little feedback on its leads",
};
