import { Refusal } from "../../refusal.ts";
import type { History } from "../history.ts";
import type { Mapping } from "../mapping.ts";
import { dateReading } from "../typing/date-text.ts";
import { mappedAttributes } from "./attribute-columns.ts";
import { describeExcluded } from "./excluded-columns.ts";
import { sortRejected, startFaultLog } from "./fault-log.ts";
import { joinFiles } from "./join.ts";
import { isUndated, refuseMoment } from "./moment.ts";
import { openFiles } from "./roles.ts";
import { refuseOneSided, sortOut } from "./sorting-out.ts";
import { readStandingDeals } from "./standing-deals.ts";

export { readFeedback, readSaidRows } from "./feedback-file.ts";
export { readForImport } from "./import-files.ts";
export { readLeads } from "./lead-file.ts";

/**
 * Reads export files into the history of closed deals that a mapping describes.
 *
 * The deal's lead is the deal itself, unless the mapping names `deals.leadId`. With a file of leads,
 * `deals.leadId` is looked up in the column that `leads.id` names: contacts by their id, or converted
 * leads with `deals.leadId` "Id" and `leads.id` "ConvertedOpportunityId". Either column may hold
 * several ids between semicolons. Activities name the lead by the same id as the deal does.
 *
 * A date without a time is midnight in the mapping's offset. So an activity on the day of a moment
 * that is known only by its date comes after it, and is left out.
 */
export async function readHistory(
  paths: readonly string[],
  mapping: Mapping,
  options: { readonly activities?: string; readonly onProgress?: (text: string) => void } = {},
): Promise<History | Refusal> {
  const files = await openFiles(paths, mapping, options);
  if (files instanceof Refusal) return files;
  const refusal = refuseMoment(mapping, files.activities !== null);
  if (refusal !== null) return refusal;
  options.onProgress?.("Typing the deals");
  const reading = {
    mapping,
    dates: dateReading(mapping),
    log: startFaultLog(Object.values(files)),
  };
  const deals = readStandingDeals(files.deals, reading);
  if (deals instanceof Refusal) return deals;
  const rows = deals.all;
  const sorted = sortOut(rows, deals.rows, mapping);
  const oneSided = refuseOneSided(files.deals, rows, sorted);
  if (oneSided !== null) return oneSided;
  options.onProgress?.("Joining leads and activities");
  const joined = joinFiles(files, rows, sorted.closed, reading);
  if (joined instanceof Refusal) return joined;
  return {
    deals: joined.deals,
    dated: !isUndated(mapping),
    open: sorted.open,
    setAside: sorted.setAside,
    rejected: sortRejected(reading.log.rejected),
    unreadable: reading.log.unreadable,
    dealsWithoutLead: joined.withoutLead,
    duplicates: [...deals.duplicates, ...joined.duplicates],
    excludedColumns: describeExcluded(joined.deals, mapping),
    attributes: [...new Set(mappedAttributes(mapping).map((mapped) => mapped.attribute))],
    hasActivities: files.activities !== null,
  };
}
