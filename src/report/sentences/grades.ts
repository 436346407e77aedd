import type { Calibration } from "../calibration.ts";

type Grades = Calibration["grades"][number];

const ORDERS: Readonly<Record<Grades["orderNow"], string>> = {
  ordered: "better classes are won more often",
  "not-shown": "it is not shown that better classes are won more often",
  broken: "some class is won less often than the next worse one, beyond chance",
};

/** What these classes are called, with their scorecard where there are several. */
export function nameGrades({ axis, scorecard }: Grades, all: readonly Grades[]): string {
  const name = axis === "fit" ? "Grades by fit" : "Bands by engagement";
  return new Set(all.map((each) => each.scorecard)).size > 1 ? `${name} (${scorecard})` : name;
}

/** Whether better classes are won more often, now and as recommended; it goes on after a colon. */
export function describeOrder({ orderNow, orderRecommended }: Grades): string {
  return orderNow === orderRecommended
    ? `now and as recommended, ${ORDERS[orderNow]}.`
    : `now ${ORDERS[orderNow]}; as recommended ${ORDERS[orderRecommended]}.`;
}
