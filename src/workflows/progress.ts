/** Told what is being done, in a few words, while a workflow runs. */
export type Progress = (text: string) => void;
