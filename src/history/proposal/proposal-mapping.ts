import type { Preset } from "../leaks/leak-names.ts";
import { type Mapping, mappingSchema } from "../mapping.ts";
import type { AccountColumns } from "./account-columns.ts";
import type { AttributeChoice } from "./attribute-choice.ts";
import type { DealColumns } from "./deal-columns.ts";
import type { FileRoles } from "./file-roles.ts";
import type { LeakingColumn } from "./leaking-columns.ts";

/** What a mapping is written from. */
export interface MappingParts {
  readonly roles: FileRoles;
  readonly columns: DealColumns;
  readonly accounts: AccountColumns;
  readonly leaks: readonly LeakingColumn[];
  readonly choice: AttributeChoice;
  readonly score: Mapping["existingScore"];
  readonly asOf: Mapping["asOf"];
  readonly dateOrder: Mapping["dateOrder"];
  readonly preset: Preset | undefined;
}

/** The choices as a mapping, checked against its schema once more, so that it cannot be refused later. */
export function writeMapping(parts: MappingParts): Mapping {
  const { roles, columns, accounts, leaks, choice, score, preset } = parts;
  const { deals, leads, activities } = roles;
  const leadId = activities?.join.dealColumn ?? leads?.join.dealColumn ?? columns.id;
  return mappingSchema.parse({
    format: "counterweight/mapping@1",
    preset,
    deals: {
      file: deals.table.file,
      ...columns,
      leadId: leadId === columns.id ? undefined : leadId,
      accountId: accounts.deals?.column,
      outcome: deals.outcome.outcome,
    },
    leads:
      leads === null
        ? undefined
        : {
            file: leads.file.table.file,
            id: leads.join.otherColumn,
            accountId: accounts.leads?.column,
          },
    activities:
      activities === null
        ? undefined
        : {
            file: activities.file.table.file,
            leadId: activities.join.otherColumn,
            ...activities.columns,
          },
    attributes: choice.attributes,
    excludedColumns: leaks.map(({ column, reasons, candidate: { from, profile } }) => ({
      column,
      from,
      type: profile.type,
      missing: profile.missing,
      reasons,
    })),
    existingScore: score,
    asOf: parts.asOf,
    dateOrder: parts.dateOrder,
  });
}
