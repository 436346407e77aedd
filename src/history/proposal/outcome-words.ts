/** Texts that mean won or lost wherever they stand. Matched against lower-case words. */
const WON =
  /^(\d+ )?((closed?|deal|opportunity|status) )?(won|win)\b(?!.*\blost\b)|^(closed )?converted$|^(accepted|purchased|bought|sold|signed|funded|enrolled|deal closed won|closedwon)$/;
const LOST =
  /^(\d+ )?((closed?|deal|opportunity|status) )?(lost|loss|lose)\b|^(closed )?(not converted|unconverted|disqualified|unqualified|no decision|no sale|cancell?ed)$|^(declined|rejected|refused|abandoned|withdrawn|expired|churned|dead|junk|not interested|closedlost|dropped|failed)$/;

/** Texts that mean it only in a column whose name asks for an outcome. */
const WON_IF_ASKED =
  /^(1|1 0|true|t|yes|y|customer|success|successful|succeeded|approved|positive|pass|passed|closed)$/;
const LOST_IF_ASKED = /^(0|0 0|false|f|no|n|failure|unsuccessful|negative|no success|fail|none)$/;

/** A level as lower-case words, so that `Closed-Won`, `closed_won` and `ClosedWon` read alike. */
function toWords(level: string): string {
  return level
    .replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/** Whether a level says won or lost, in a column whose name asks for an outcome or in any. */
export function readOutcomeWord(level: string, asked: boolean): "won" | "lost" | null {
  const words = toWords(level);
  if (LOST.test(words)) return "lost";
  if (WON.test(words)) return "won";
  if (!asked) return null;
  if (WON_IF_ASKED.test(words)) return "won";
  return LOST_IF_ASKED.test(words) ? "lost" : null;
}

const ASKS_STRONGLY =
  /^(is )?((deal|opportunity|lead|sales?|case|application|final) )?(outcome|converted|conversion|won|win|result|success|purchased?|bought|accepted|closed won|is won)( (flag|status|label|y n|numeric))?$|^opportunity result$/;
const ASKS =
  /^(label|target|y|class|response|subscribed|signed|sold|sale|deal status|lead status|opportunity status|status|stage|stage name|deal stage|sales stage|lifecycle stage|dealstage|decision|disposition)$/;

/** How plainly a header asks for an outcome: 2 outright, 1 among other things, 0 not at all. */
export function rankOutcomeName(words: string): 0 | 1 | 2 {
  if (ASKS_STRONGLY.test(words)) return 2;
  return ASKS.test(words) ? 1 : 0;
}
