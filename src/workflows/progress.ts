/** Told what is being done, in a few words, while a workflow runs. */
export type Progress = (text: string) => void;

/** How whoever waits for a workflow follows it. */
export interface Following {
  readonly onProgress: Progress;
  /** Ends the work when it is aborted. */
  readonly signal: AbortSignal;
}
