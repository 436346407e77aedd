/** Wakes one who waits. A ring while nobody waits is not lost. */
export interface Bell {
  readonly ring: () => void;
  /** Resolves at a ring, when the time is up, or when the signal is aborted. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
}

export function createBell(): Bell {
  let isRung = false;
  let wake: (() => void) | null = null;
  const ring = () => {
    isRung = true;
    wake?.();
  };
  const wait = async (ms: number, signal: AbortSignal) => {
    if (!isRung && !signal.aborted)
      await new Promise<void>((resolve) => {
        const end = () => {
          clearTimeout(timer);
          signal.removeEventListener("abort", end);
          wake = null;
          resolve();
        };
        const timer = setTimeout(end, ms);
        signal.addEventListener("abort", end);
        wake = end;
      });
    isRung = false;
  };
  return { ring, wait };
}
