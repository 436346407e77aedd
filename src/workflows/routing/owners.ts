import { compileCondition, type Test } from "../../scorecard/condition.ts";
import type { AttributeValue } from "../../scorecard/lead.ts";
import type { Route } from "./routing.ts";

/** Who is given a lead. */
export interface Assignment {
  /** Null where nobody is: the handover waits for whoever takes it. */
  readonly owner: string | null;
  /** Index of the rule that decided; null where none did. */
  readonly rule: number | null;
}

export interface RoutedLead {
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  /** Who has the lead already. */
  readonly owner: string | null;
  /** When it is handed over, epoch milliseconds. */
  readonly at: number;
}

/**
 * Chooses owners of leads, one after another. Who has a lead keeps it; a round robin gives it to the
 * owner who was given one the longest ago, or never, and by their order in the list where none was.
 *
 * @param given for each owner a number that is higher the later they were last given a lead
 */
export function createAssigner(
  given: ReadonlyMap<string, number>,
): (route: Route, lead: RoutedLead) => Assignment {
  const latest = new Map(given);
  let next = Math.max(0, ...given.values()) + 1;
  const compiled = new Map<Route, readonly Test[]>();
  const choose = (route: Route, lead: RoutedLead): Assignment => {
    if (lead.owner !== null) return { owner: lead.owner, rule: null };
    if (route.by === "round-robin")
      return { owner: findLongestAgo(route.owners, latest), rule: null };
    const tests = compiled.get(route) ?? route.rules.map(({ when }) => compileCondition(when));
    compiled.set(route, tests);
    const subject = { attributes: lead.attributes, activities: [], asOf: lead.at };
    const rule = tests.findIndex((test) => test(subject) === true);
    if (rule === -1) return { owner: route.otherwise, rule: null };
    return { owner: route.rules[rule]!.owner, rule };
  };
  return (route, lead) => {
    const assignment = choose(route, lead);
    if (assignment.owner !== null) latest.set(assignment.owner, next++);
    return assignment;
  };
}

function findLongestAgo(owners: readonly string[], latest: ReadonlyMap<string, number>): string {
  const turn = (owner: string) => latest.get(owner) ?? 0;
  return owners.reduce((first, owner) => (turn(owner) < turn(first) ? owner : first));
}
