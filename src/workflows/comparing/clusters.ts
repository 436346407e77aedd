import { numberClusters } from "../../statistics/sampled.ts";
import type { ComparedLeads } from "./compared-leads.ts";

/** What leads go together by. */
export const clusterings = ["account", "rep", "none"] as const;
export type Clustering = (typeof clusterings)[number];

export interface Clustered {
  readonly by: "account" | "rep" | null;
  readonly clusters: Uint32Array | undefined;
  /** What a reader must know of it, as sentences. */
  readonly notes: readonly string[];
}

type Owned = Pick<ComparedLeads, "ids" | "accounts" | "reps">;

/**
 * Leads that go together. Those of no account, or of no rep, go with nobody but themselves.
 *
 * @param wish null: by account, where any two leads share one
 */
export function clusterLeads(leads: Owned, wish: Clustering | null): Clustered {
  if (wish === "none") return { by: null, clusters: undefined, notes: [] };
  const by = wish ?? "account";
  const keys = by === "account" ? leads.accounts : leads.reps;
  const clusters = clusterByKey(leads.ids, keys);
  if (clusters !== undefined) return { by, clusters, notes: [] };
  const notes = [`No two leads are known to share ${NAMES[by]}, so each lead stands alone.`];
  return { by: null, clusters: undefined, notes: wish === null ? [] : notes };
}

/**
 * Numbers of leads, the same for those of one key or id; undefined where no two go together.
 *
 * @param keys one a lead; null of a lead that shares it with nobody
 */
export function clusterByKey(
  ids: readonly string[],
  keys: readonly (string | null)[],
): Uint32Array | undefined {
  const clusters = numberClusters(
    ids.map((id, i) => {
      const key = keys[i] ?? null;
      return key === null ? `alone ${id}` : `together ${key}`;
    }),
  );
  const count = clusters.reduce((most, cluster) => Math.max(most, cluster + 1), 0);
  return count < ids.length ? clusters : undefined;
}

const NAMES = { account: "an account", rep: "a rep" } as const;
