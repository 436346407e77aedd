/** Counts tries that may be guesses. */
export interface Attempts {
  /** Seconds until a further try may be made; null where it may be made now, and is counted. */
  begin(who: string): number | null;
  /** How many tries of the window have not succeeded. */
  count(who: string): number;
  /** Takes one try back. */
  forgive(who: string): void;
  /** Takes all tries back. */
  clear(who: string): void;
}

interface Options {
  readonly now: () => number;
  readonly most: number;
  readonly windowMs: number;
}

const REMEMBERED = 10_000;
const MS_PER_S = 1000;

export function createAttempts({ now, most, windowMs }: Options): Attempts {
  const tries = new Map<string, { count: number; readonly from: number }>();
  const recall = (who: string) => {
    const known = tries.get(who);
    if (known !== undefined && now() - known.from < windowMs) return known;
    tries.delete(who);
    return null;
  };
  return {
    begin: (who) => {
      const known = recall(who);
      if (known !== null && known.count >= most)
        return Math.ceil((known.from + windowMs - now()) / MS_PER_S);
      if (known !== null) known.count++;
      else {
        if (tries.size >= REMEMBERED) tries.delete(tries.keys().next().value!);
        tries.set(who, { count: 1, from: now() });
      }
      return null;
    },
    count: (who) => recall(who)?.count ?? 0,
    forgive: (who) => {
      const known = recall(who);
      if (known !== null) known.count--;
    },
    clear: (who) => void tries.delete(who),
  };
}
