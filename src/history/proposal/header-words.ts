/**
 * A column's header as lower-case words, so that an API name, a label and a pipeline's snake case
 * read alike: `IsClosedWon`, `hs_is_closed_won`, `property_hs_is_closed_won` and `Is Closed Won`
 * all give `is closed won`.
 *
 * Prefixes of HubSpot (`property_`, `hs_`) and the suffix of Salesforce's own fields (`__c`, `_c`)
 * are dropped, as is everything that is neither letter nor digit. Cost O(length).
 */
export function toHeaderWords(header: string): string {
  return header
    .replace(/^property[_ ]/i, "")
    .replace(/^hs[_ ]/i, "")
    .replace(/_+c$/i, "")
    .replace(/IDs\b/g, "Ids")
    .replace(/(\p{Ll}|\d)(\p{Lu})/gu, "$1 $2")
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, "$1 $2")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/** The words run together, which also matches HubSpot's internal names such as `dealname`. */
export function toHeaderKey(header: string): string {
  return toHeaderWords(header).replaceAll(" ", "");
}
