import { sortOrder } from "./order.ts";

/**
 * How the p-values hang together: `positive` when they are independent or rise and fall together,
 * `any` when nothing is known of it.
 */
export type Dependence = "positive" | "any";

/**
 * p-values adjusted for how many questions were asked: calling a discovery whatever is at most q
 * keeps the expected share of false ones among the discoveries to q.
 *
 * @param pValues    length m, in [0, 1], in any order
 * @param dependence `any` guards against every dependence, at the price of a factor near ln m
 * @returns length m, in the same order, in [0, 1], none below its p-value
 * @throws RangeError on a p-value that is NaN or outside [0, 1]
 * Cost O(m). Source: Benjamini and Hochberg 1995; Benjamini and Yekutieli 2001.
 */
export function adjustPValues(
  pValues: Float64Array,
  dependence: Dependence = "positive",
): Float64Array {
  if (!pValues.every((p) => p >= 0 && p <= 1)) {
    throw new RangeError("a p-value is outside [0, 1]");
  }
  const m = pValues.length;
  // c = 1, or 1 + 1/2 + … + 1/m under any dependence
  let c = 1;
  if (dependence === "any") for (let j = 2; j <= m; j++) c += 1 / j;
  // q₍ᵢ₎ = min over j ≥ i of min(1, c m p₍ⱼ₎ / j)
  const order = sortOrder(pValues);
  const adjusted = new Float64Array(m);
  let least = 1;
  for (let i = m; i >= 1; i--) {
    const place = order[i - 1]!;
    least = Math.min(least, (c * m * pValues[place]!) / i);
    adjusted[place] = Math.max(least, pValues[place]!);
  }
  return adjusted;
}
