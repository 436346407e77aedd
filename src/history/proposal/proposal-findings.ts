import { isEstimated } from "../../statistics/estimate.ts";
import type { Table } from "../files/table.ts";
import { isFeedback } from "../reading/feedback-file.ts";
import type { LeftAside } from "./attribute-choice.ts";
import type { DateOrderChoice } from "./date-order.ts";
import { type DealColumns, isDatedByContent } from "./deal-columns.ts";
import type { DealsFile } from "./file-roles.ts";
import type { MomentChoice } from "./moment-choice.ts";
import type { MappingParts } from "./proposal-mapping.ts";
import type { StarterActivities } from "./starter-activities.ts";

/** Everything that was chosen, for the findings to tell. */
export interface ProposalParts extends MappingParts {
  /** All files that were looked at. */
  readonly tables: readonly Table[];
  readonly dates: DateOrderChoice;
  readonly moment: MomentChoice;
  readonly activities: StarterActivities;
  /** Columns that say the existing score in words. */
  readonly bands: readonly string[];
  /** Lines of the starter scorecard that have points. */
  readonly ratedLines: number;
}

const ASIDE: Readonly<Record<LeftAside, string>> = {
  identifier: "Not used, since they only name records",
  owner: "Not used, since they name who works the deal and not the lead",
  personal: "Not used, since they are personal data or nothing to judge people by",
  "free-text": "Not used, since nearly every row has a text of its own",
  constant: "Not used, since every row has the same value",
  date: "Not used, since a date says something only by its age: add a date-age line by hand if it is known early",
  "unread-date":
    "Not used, since they hold dates of which too many are no day of the calendar or of another order",
  technical: "Not used, since they are the system's own",
  "too-rare": "No lines, since hardly any two groups of deals differ in them",
};
const SYSTEMS = { salesforce: "Salesforce", hubspot: "HubSpot" } as const;

/** Each choice of a proposal in a sentence, in the order in which a reader wants them. */
export function writeFindings(parts: ProposalParts): readonly string[] {
  const { roles, dates, moment, activities } = parts;
  return [
    ...describeFiles(parts),
    ...describeRejected(parts),
    ...roles.deals.outcome.findings,
    ...describeColumns(parts),
    ...describeAccounts(parts),
    ...(dates.finding === null ? [] : [dates.finding]),
    moment.finding,
    ...describeLeaks(parts),
    ...describeScore(parts),
    ...describeAttributes(parts),
    ...activities.findings,
    ...[...parts.choice.leftAside].map(
      ([reason, columns]) => `${ASIDE[reason]}: ${columns.join(", ")}.`,
    ),
  ];
}

function describeFiles({ roles }: ProposalParts): readonly string[] {
  const { deals, leads, activities, unused } = roles;
  const preset = deals.recognised?.preset;
  const system = preset === undefined ? "" : `, recognised as ${SYSTEMS[preset]} by its headers`;
  const feedback = unused.filter(isFeedback);
  const nothing = unused.filter((table) => !feedback.includes(table));
  return [
    `Deals: ${deals.table.file} (${rows(deals.table.rowCount)})${system}.`,
    ...(leads === null
      ? []
      : [
          `Leads: ${leads.file.table.file}, joined by ${leads.join.otherColumn} = ${leads.join.dealColumn}, found for ${percent(leads.join.share)} of the deals.`,
        ]),
    ...(activities === null
      ? []
      : [
          `Activities: ${activities.file.table.file} (${rows(activities.file.table.rowCount)}), joined by ${activities.join.otherColumn} = ${activities.join.dealColumn}, time in ${activities.columns.at}, type in ${activities.columns.type}.`,
        ]),
    ...feedback.map(
      ({ file }) => `Feedback of sales: ${file}; it is read by calibrate --feedback.`,
    ),
    ...(nothing.length === 0
      ? []
      : [
          `Not used, since no column joins them to the deals as leads or activities: ${nothing.map(({ file }) => file).join(", ")}.`,
        ]),
  ];
}

/** Rows that the reader of files has already left out. */
function describeRejected({ tables }: ProposalParts): readonly string[] {
  return tables.flatMap(({ file, rejected }) => {
    const first = rejected[0];
    return first === undefined
      ? []
      : [
          `Left out: ${rows(rejected.length)} of ${file}; the first is line ${first.line}: ${first.reason}.`,
        ];
  });
}

function describeColumns({ columns, roles }: ProposalParts): readonly string[] {
  const { id, createdAt, closedAt, handedOverAt, deleted } = columns;
  const dated =
    createdAt === undefined
      ? "no column tells when a deal was created, so deals are split at random and not by time"
      : `created in ${createdAt}`;
  return [
    `Deals are told apart by ${id}; ${dated}${closedAt === undefined ? "" : `, closed in ${closedAt}`}${handedOverAt === undefined ? "" : `, handed over in ${handedOverAt}`}.`,
    ...describeId(roles.deals, columns),
    ...(isDatedByContent(roles.deals, columns)
      ? [
          `To check: no header tells when deals were created or closed; ${closedAt === undefined ? `${createdAt} was taken since its dates lie` : `${createdAt} and ${closedAt} were taken since their dates lie`} before${closedAt === undefined ? "" : " and after"} all others.`,
        ]
      : []),
    ...(deleted === undefined ? [] : [`Rows where ${deleted} is true are set aside.`]),
  ];
}

/** What speaks against the column by which deals are told apart. */
function describeId(
  { table, profiles }: DealsFile,
  { id, modifiedAt }: DealColumns,
): readonly string[] {
  const { use, distinct } = profiles.get(id)!;
  const stands = modifiedAt === undefined ? "the last" : `the one with the latest ${modifiedAt}`;
  return [
    ...(use === "personal" || use === "free-text"
      ? [
          `To check: ${id} holds names or texts, which different deals may share; of rows with the same one only ${stands} counts. Export the record id too.`,
        ]
      : []),
    ...(distinct < table.rowCount
      ? [
          `${id} repeats: ${rows(table.rowCount)} have ${distinct.toLocaleString("en-US")} different ids; of rows with one id ${stands} counts.`,
        ]
      : []),
  ];
}

function describeAccounts({ accounts }: ProposalParts): readonly string[] {
  const columns = [accounts.deals, accounts.leads].flatMap((found) => found?.column ?? []);
  if (columns.length === 0) return [];
  return [
    `Accounts: ${[...new Set(columns)].join(", ")} tells which leads belong to one company; it is no attribute.`,
  ];
}

function describeLeaks({ leaks }: ProposalParts): readonly string[] {
  return leaks.map(({ column, explanation, auc }) => {
    const figure = isEstimated(auc) ? ` (one-column AUC ${auc.toFixed(2)})` : "";
    return `Left out: ${column} — ${explanation}${figure}.`;
  });
}

function describeScore({ score, bands, ratedLines }: ProposalParts): readonly string[] {
  if (score === undefined) return [];
  const sum = score.columns.join(" + ");
  const use =
    score.use === "in-place"
      ? `it stands as the rules, since the starter scorecard has ${ratedLines} rated lines`
      : "it is judged beside the scorecard";
  const words =
    bands.length === 0 ? "" : ` Not used, since they say the same: ${bands.join(", ")}.`;
  return [
    `Existing score: ${sum}; ${use}. If it is recomputed after the decision, it knows the outcome.${words}`,
  ];
}

function describeAttributes({ choice, activities, ratedLines }: ProposalParts): readonly string[] {
  const { attributes, rated } = choice;
  if (attributes.length === 0 && activities.characteristics.length > 0) return [];
  if (attributes.length === 0)
    return ["No column can become an attribute, so the ready scorecard is proposed as it stands."];
  const points =
    ratedLines === 0
      ? "all lines start at 0 points"
      : `${ratedLines} lines${rated.length === 0 ? "" : `, of ${rated.join(", ")},`} have the points of the ready scorecard, all others start at 0`;
  return [`Attributes: ${attributes.map(({ column }) => column).join(", ")}; ${points}.`];
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}

function rows(n: number): string {
  return n === 1 ? "1 row" : `${n.toLocaleString("en-US")} rows`;
}
