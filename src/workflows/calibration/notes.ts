import { formatCount } from "../../report/format.ts";
import type { Findings } from "./findings.ts";

const IDS_NAMED = 5;

/** What a reader must know to read the figures rightly, most important first. */
export function composeNotes(findings: Findings): string[] {
  const { dosed, split, trained, history, final } = findings;
  const notes: string[] = [];
  if (final.evidence.every((line) => line.written === 0))
    notes.push(
      "Every line is unrated, so the rules give all leads the same score and the deals alone speak.",
    );
  else if (!trained.fit.handWeights.ranks)
    notes.push(
      "On the training deals the hand-set points rank no better than chance, so they do not pull on the model.",
    );
  notes.push(
    `Figures of quality are of ${formatCount(split.judge.length, "deal")} that trained nothing; ` +
      "recommended points and model.json are fitted once more on all deals.",
    "Only leads that sales worked have an outcome, so the figures speak of such leads.",
  );
  const held = dosed.unmeasured.filter((reason) => reason !== null).length;
  const why = [...new Set(dosed.unmeasured.flatMap((reason) => reason ?? []))].join(" ");
  if (held > 0)
    notes.push(
      `${held} of ${formatCount(dosed.lines, "line")} are not measured in this export and stay as they are. ${why}`,
    );
  for (const { file, column, cells, firstLine, reason } of history.unreadable)
    notes.push(
      `${formatCount(cells, "cell")} of ${column} (${file}, first in line ${firstLine}) could not be read and count as unknown: ${reason}.`,
    );
  for (const rule of new Set(history.duplicates.map((duplicate) => duplicate.rule))) {
    const ids = history.duplicates.filter((d) => d.rule === rule).map((d) => d.id);
    const named = ids.slice(0, IDS_NAMED).join(", ");
    const more = ids.length > IDS_NAMED ? ` and ${ids.length - IDS_NAMED} more` : "";
    notes.push(`On several rows stood ${named}${more}: ${rule}.`);
  }
  if (history.dealsWithoutLead > 0)
    notes.push(
      `${formatCount(history.dealsWithoutLead, "deal")} had no row in the file of leads, so only the deal's own columns are known of ${history.dealsWithoutLead === 1 ? "it" : "them"}.`,
    );
  for (const { axis, aims } of findings.grades)
    for (const { name, aim, unmet } of aims) {
      const cut = `${axis === "fit" ? "Grade" : "Band"} ${name}`;
      notes.push(
        unmet === null ? `${cut} is set for ${aim}.` : `${cut} is not set for ${aim}: ${unmet}`,
      );
    }
  if (!history.dated)
    notes.push(
      "The export has no usable dates, so the judging deals are a random share and drift cannot be seen.",
    );
  return notes;
}
