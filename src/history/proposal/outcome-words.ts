/** Texts that mean won or lost wherever they stand. Matched against lower-case words. */
const WON =
  /^(\d+ )?((closed?|deal|opportunity|status) )?(won|win)\b(?!.*\blost\b)|^(closed )?converted$|^(\d+ )?((ab)?geschlossen |closed )?gewonnen$|^(\d+ )?((fermee?|cloturee?|cerrad[oa]) )?(gagnee?|ganad[oa])$|^(accepted|purchased|bought|sold|signed|funded|enrolled|deal closed won|closedwon)$/;
const LOST =
  /^(\d+ )?((closed?|deal|opportunity|status) )?(lost|loss|lose)\b(?!.*\bwon\b)|^(\d+ )?((ab)?geschlossen |closed )?verloren$|^(\d+ )?((fermee?|cloturee?|cerrad[oa]) )?(perdue?|perdid[oa])$|^(closed )?(not converted|unconverted|disqualified|unqualified|no decision|no sale|cancell?ed)$|^(declined|rejected|refused|abandoned|withdrawn|expired|churned|dead|junk|not interested|closedlost|dropped|failed)$/;

/** Texts that mean it only in a column whose name asks for an outcome. */
const WON_IF_ASKED =
  /^(1|1 0|true|t|yes|y|customer|success|successful|succeeded|approved|positive|pass|passed)$/;
const LOST_IF_ASKED = /^(0|0 0|false|f|no|n|failure|unsuccessful|negative|no success|fail|none)$/;

/** Stages and states that stand before the decision, as whole words or as systems run them together. */
const OPEN = new RegExp(
  [
    /\b(open|new|working|active|ongoing|in progress|in process|in review|pending|on hold|nurtur\w+|pipeline)\b/,
    /\b(prospect\w*|discovery|qualif\w+|contacted|contacting|engaged|demo|meeting|appointment|evaluat\w+|needs analysis|assessment|trial|pilot|poc|proof of concept|value proposition|perception analysis|decision makers?|presentation)\b/,
    /\b(proposal|proposed|quot(e|ed|ation)|negotiat\w+|contract|legal|procurement|commit(ted)?|verbal|review|follow ?up)\b/,
    /^(appointmentscheduled|qualifiedtobuy|presentationscheduled|decisionmakerboughtin|contractsent|subscriber|lead|(marketing ?|sales ?)?qualified ?lead|opportunity|[ms]ql)$/,
    /\b(angebot\w*|verhandlung\w*|offen|neu|qualifizier\w*|kontaktiert|in bearbeitung|laufend|termin\w*|erstgesprach|bedarfs\w*)\b/,
    /\b(ouverte?|en cours|nouve(au|lle)|proposition|negociation|devis|abiert[oa]|nuev[oa]|en curso|propuesta|negociacion|presupuesto|calificacion)\b/,
  ]
    .map(({ source }) => source)
    .join("|"),
);
const ENDED =
  /\b(closed?|won|lost|lose|end(ed)?|done|geschlossen|abgeschlossen|cerrad[oa]|fermee?)\b/;

/** A level as lower-case words without accents: `Closed-Won`, `closed_won`, `ClosedWon` read alike. */
function toWords(level: string): string {
  return level
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/**
 * What a level says of its deal, in a column whose name asks for an outcome or in any.
 *
 * @returns null where a person must say it: a level with a question mark says nothing for sure
 */
export function readOutcomeWord(level: string, asked: boolean): "won" | "lost" | "open" | null {
  if (level.includes("?")) return null;
  const words = toWords(level);
  if (LOST.test(words)) return "lost";
  if (WON.test(words)) return "won";
  if (asked && WON_IF_ASKED.test(words)) return "won";
  if (asked && LOST_IF_ASKED.test(words)) return "lost";
  return OPEN.test(words) && !ENDED.test(words) ? "open" : null;
}

const ASKS_STRONGLY =
  /^(is )?((deal|opportunity|lead|sales?|case|application|final) )?(outcome|converted|conversion|won|win|result|success|purchased?|bought|accepted|closed won|is won)( (flag|status|label|y n|numeric))?$|^opportunity result$/;
const ASKS =
  /^(label|target|y|class|response|subscribed|signed|sold|sale|deal status|lead status|opportunity status|status|stage|stage name|deal stage|sales stage|lifecycle stage|dealstage|decision|disposition|(verkaufs|vertriebs)?phase|status der (verkaufschance|opportunity)|ergebnis|statut|[ée]tape|r[ée]sultat|etapa|estado|resultado)$/;

/** How plainly a header asks for an outcome: 2 outright, 1 among other things, 0 not at all. */
export function rankOutcomeName(words: string): 0 | 1 | 2 {
  if (ASKS_STRONGLY.test(words)) return 2;
  return ASKS.test(words) ? 1 : 0;
}
