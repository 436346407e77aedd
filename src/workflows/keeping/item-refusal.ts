/** What is wrong with one item of a batch; the other items are kept. */
export interface ItemRefusal {
  /** Index of the item in the batch. */
  readonly item: number;
  /** Field of the item; empty for the item as a whole. */
  readonly field: string;
  readonly reason: string;
}
