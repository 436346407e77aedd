/** What pages of the service are made of. */
export { html, Markup } from "../report/markup.ts";
export { STYLES } from "../report/styles.ts";
