export type DecimalMark = "." | ",";

const SIGN = /^[+-]\s*/;
const SPACES = /[\s'’]/g;
const CURRENCY = /^(?:\p{Sc}|[A-Z]{2,3}\b\p{Sc}?)|(?:\p{Sc}|\b[A-Z]{3}|%)$/gu;

/**
 * The decimal mark of a column. It is the comma where some number of the column can only be read so
 * (1.234,50 or 12,5 or 1.234.567) and none can only be read with a point; else it is the point.
 * So 1,234 alone is a thousand, and 1.234 alone is a little more than one.
 */
export function findDecimalMark(texts: Iterable<string>): DecimalMark {
  let comma = false;
  for (const text of texts) {
    if (!/[.,]/.test(text)) continue;
    const digits = bareDigits(text).digits;
    if (needsMark(digits, ".")) return ".";
    comma ||= needsMark(digits, ",");
  }
  return comma ? "," : ".";
}

/**
 * A number as people and systems write it: 1,234.50, 1.234,50, 1 234,50, 1'234.50, $ 12, 12 EUR, 45 %
 * (which is 45), (12) and 12- (which are -12), 1.5e3. Thousands stand in groups of two or three.
 *
 * @returns undefined when it is no such number
 */
export function readNumber(text: string, mark: DecimalMark): number | undefined {
  if (mark === "." && PLAIN.test(text)) return Number(text);
  const { digits, negative } = bareDigits(text);
  const form = mark === "." ? POINT_FORM : COMMA_FORM;
  if (!form.test(digits)) return undefined;
  const grouping = mark === "." ? /,/g : /\./g;
  const value = Number(digits.replace(grouping, "").replace(",", "."));
  return Number.isFinite(value) ? (negative ? -value : value) : undefined;
}

const PLAIN = /^-?\d+(?:\.\d+)?$/;
const POINT_FORM =
  /^(?:\d+|\d{1,3}(?:,\d{2,3})*,\d{3})?(?:(?<=\d)\.|\.\d+)?(?:e[+-]?\d+)?$(?<=\d\.?)/i;
const COMMA_FORM =
  /^(?:\d+|\d{1,3}(?:\.\d{2,3})*\.\d{3})?(?:(?<=\d),|,\d+)?(?:e[+-]?\d+)?$(?<=\d,?)/i;

function bareDigits(text: string): { readonly digits: string; readonly negative: boolean } {
  const trimmed = text.trim();
  const inBrackets = /^\(.*\)$/.test(trimmed);
  const bare = (inBrackets ? trimmed.slice(1, -1).trim() : trimmed).replace("−", "-");
  // A sign may stand before the currency, after it, or after the number.
  const unsigned = bare.replace(SIGN, "").replace(CURRENCY, "").trim();
  const digits = unsigned.replace(SIGN, "").replace(/(?<=\d)-$/, "");
  const minus = bare.startsWith("-") || unsigned.startsWith("-") || /\d-$/.test(unsigned);
  return { digits: digits.replace(SPACES, ""), negative: inBrackets !== minus };
}

/** Whether these digits are a number only when `mark` is the decimal mark. */
function needsMark(digits: string, mark: DecimalMark): boolean {
  const other = mark === "." ? "," : ".";
  const marks = count(digits, mark);
  const others = count(digits, other);
  if (!/^[\d.,]+$/.test(digits) || marks > 1) return false;
  if (marks === 1 && others > 0) return digits.lastIndexOf(mark) > digits.lastIndexOf(other);
  if (marks === 1) return !/^[1-9]\d{0,2}[.,]\d{3}$/.test(digits);
  return others > 1;
}

function count(text: string, mark: string): number {
  let found = 0;
  for (const character of text) if (character === mark) found++;
  return found;
}
