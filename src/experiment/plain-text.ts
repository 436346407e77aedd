/** What a person is told of a text that `isPlainText` refuses. */
export const PLAIN_TEXT = "expected text without NUL characters and broken surrogate pairs";

/** Whether a text can be kept by every database and written in every file. */
export function isPlainText(text: string): boolean {
  return text.isWellFormed() && !text.includes("\0");
}
