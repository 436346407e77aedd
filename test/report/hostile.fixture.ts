import type { Calibration } from "../../src/report/calibration.ts";
import { calibrationSchema } from "../../src/report/calibration.ts";
import { buildCalibration } from "./calibration.fixture.ts";

/** What somebody may have typed as a label: markup, a terminal command, an expression, wide letters. */
const HOSTILE = `<script>alert(1)</script></style>"'&\u001B[31m\u202E {datum.x} ünï 漢字`;

/** A calibration whose every name, reason and explanation is hostile. */
export function buildHostileCalibration(): Calibration {
  const whole = buildCalibration();
  return calibrationSchema.parse({
    ...whole,
    scorecard: { ...whole.scorecard, name: HOSTILE },
    verdict: { ...whole.verdict, sentence: HOSTILE },
    history: {
      ...whole.history,
      firstAsOf: HOSTILE,
      setAside: [{ reason: HOSTILE, deals: 1 }],
      excludedColumns: [
        {
          column: HOSTILE,
          reasons: [HOSTILE],
          auc: { notEstimable: HOSTILE },
          explanation: HOSTILE,
        },
      ],
    },
    arms: { ...whole.arms, model: { ...whole.arms.model, label: HOSTILE } },
    leakEffect: { ...whole.leakEffect, columns: [HOSTILE] },
    lines: whole.lines.map((line) => ({
      ...line,
      label: HOSTILE,
      bucket: HOSTILE,
      characteristic: HOSTILE,
      reason: HOSTILE,
      salesAccepted: { notEstimable: HOSTILE },
    })),
    thresholds: whole.thresholds.map((each) => ({
      ...each,
      name: HOSTILE,
      recommended: { notEstimable: HOSTILE },
    })),
    notes: [HOSTILE],
    pictures: whole.pictures.map((picture) => ({ ...picture, label: `${picture.arm} ${HOSTILE}` })),
  });
}
