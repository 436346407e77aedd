/**
 * Rows of fields as CSV after RFC 4180. Text that a spreadsheet would run as a formula is led by an
 * apostrophe; numbers are written in full, so that they read back to the last digit.
 */
export function renderCsv(rows: readonly (readonly (string | number)[])[]): string {
  return rows.map((fields) => `${fields.map(quote).join(",")}\n`).join("");
}

function quote(field: string | number): string {
  if (typeof field === "number") return String(field);
  const safe = /^[=+\-@\t\r]/.test(field) ? `'${field}` : field;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
