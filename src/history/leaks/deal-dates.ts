/** When deals began and ended, in epoch milliseconds; each as long as the outcomes, null unknown. */
export interface DealDates {
  readonly createdAt: readonly (number | null)[];
  readonly closedAt: readonly (number | null)[];
}
