import type { HeardLead } from "../../src/feedback/heard-lead.ts";

let count = 0;

/** A piece of feedback; each on a lead of its own unless the parts say otherwise. */
export function hear(parts: Partial<HeardLead>): HeardLead {
  return {
    leadId: `L-${count++}`,
    rep: "ann",
    accepted: true,
    rating: null,
    reason: null,
    at: null,
    sawScore: null,
    score: 50,
    modelLogOdds: null,
    won: null,
    ...parts,
  };
}

export function repeat<T>(times: number, make: (k: number) => T): T[] {
  return Array.from({ length: times }, (_, k) => make(k));
}
