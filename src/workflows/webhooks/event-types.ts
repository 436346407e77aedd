import type { EventKind } from "../../store/webhooks.ts";

/** What subscribers know an event by: its kind and what happened. */
const TYPES = {
  threshold: { up: "threshold.reached", down: "threshold.left", move: "threshold.reached" },
  watermark: { up: "watermark.reached", down: "watermark.left", move: "watermark.reached" },
  cell: { up: "cell.risen", down: "cell.fallen", move: "cell.changed" },
  handover: { up: "handover.opened", down: "handover.opened", move: "handover.opened" },
  alarm: { up: "alarm.raised", down: "alarm.cleared", move: "alarm.changed" },
  experiment: { up: "experiment.changed", down: "experiment.changed", move: "experiment.changed" },
} as const satisfies Record<EventKind, Record<"up" | "down" | "move", string>>;

export const EVENT_TYPES = [
  "threshold.reached",
  "threshold.left",
  "watermark.reached",
  "watermark.left",
  "cell.risen",
  "cell.fallen",
  "cell.changed",
  "handover.opened",
  "alarm.raised",
  "alarm.cleared",
  "alarm.changed",
  "experiment.changed",
] as const;

export type EventType = (typeof EVENT_TYPES)[number];

export function nameEventType({
  kind,
  direction,
}: {
  readonly kind: EventKind;
  readonly direction: "up" | "down" | "move";
}): EventType {
  return TYPES[kind][direction];
}

/** Whether an event of this kind is something that a lead did. */
export function isOfLead(kind: EventKind): boolean {
  return kind !== "alarm" && kind !== "experiment";
}
