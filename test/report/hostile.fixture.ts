import type { Calibration } from "../../src/report/calibration.ts";
import { calibrationSchema } from "../../src/report/calibration.ts";
import { buildCalibration } from "./calibration.fixture.ts";
import { buildHostileFeedback } from "./feedback.fixture.ts";

/** What somebody may have typed as a label: markup, a terminal command, an expression, wide letters. */
export const HOSTILE = `<script>alert(1)</script></style>"'&\u001B[31m\u202E {datum.x} ünï 漢字`;

const NOTHING = { notEstimable: HOSTILE };

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
          auc: NOTHING,
          explanation: HOSTILE,
          modelAucWith: NOTHING,
        },
      ],
    },
    arms: { ...whole.arms, model: { ...whole.arms.model, label: HOSTILE } },
    leakEffect: { ...whole.leakEffect, columns: [HOSTILE] },
    lines: whole.lines.map((line, i) => ({
      ...line,
      ...(i % 2 === 0 && { gain: NOTHING, stability: NOTHING, dealsNeeded: NOTHING }),
      standsInFor: [HOSTILE],
      differs: [
        { by: HOSTILE, level: HOSTILE, difference: NOTHING },
        { by: HOSTILE, level: null, difference: NOTHING },
      ],
      label: HOSTILE,
      bucket: HOSTILE,
      characteristic: HOSTILE,
      reason: HOSTILE,
      salesAccepted: NOTHING,
      voices: { ...line.voices!, sales: NOTHING, deals: NOTHING, accepted: NOTHING },
    })),
    feedback: buildHostileFeedback(NOTHING),
    changes: whole.changes.map((change) => ({
      ...change,
      lines: [...change.lines, HOSTILE],
      ...(change.count % 2 === 1 && { auc: NOTHING, logLoss: NOTHING }),
    })),
    thresholds: whole.thresholds.map((each) => ({
      ...each,
      scorecard: `${each.id} ${HOSTILE}`,
      name: HOSTILE,
      aim: HOSTILE,
      recommended: NOTHING,
      volume: NOTHING,
      valuePerLead: NOTHING,
    })),
    grades: whole.grades.map((each) => ({
      ...each,
      scorecard: `${each.axis} ${HOSTILE}`,
      now: each.now.map((row, i) => ({ ...row, name: `${i}${HOSTILE}`, share: NOTHING })),
      recommended: each.recommended.map((row, i) => ({ ...row, name: `${i}${HOSTILE}` })),
    })),
    candidates: {
      tested: 46,
      found: whole.candidates.found.map((each) => ({
        ...each,
        label: HOSTILE,
        bucket: HOSTILE,
        characteristic: HOSTILE,
        worth: NOTHING,
        line: { ...each.line, label: HOSTILE },
      })),
    },
    backtest: {
      ...whole.backtest,
      moves: whole.backtest.moves.slice(0, 3).map((move) => ({ ...move, from: HOSTILE })),
      volumes: whole.backtest.volumes.map((volume) => ({
        ...volume,
        threshold: HOSTILE,
        change: NOTHING,
        weekly: volume.weekly.map((week) => ({ ...week, week: HOSTILE })),
      })),
    },
    drift: {
      ...whole.drift,
      interceptShift: NOTHING,
      calibrationInTheLarge: NOTHING,
      broken: true,
      advice: HOSTILE,
    },
    sampleSize: NOTHING,
    notes: [HOSTILE],
    pictures: whole.pictures.map((picture) => ({ ...picture, label: `${picture.arm} ${HOSTILE}` })),
  });
}
