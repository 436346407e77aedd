import { toHeaderWords } from "../proposal/header-words.ts";

export type Preset = "salesforce" | "hubspot";

interface LeakName {
  readonly headers: RegExp;
  /** Ends the sentence "It is left out because its name says that …". */
  readonly says: string;
  /** Known only of exports of these systems. */
  readonly presets?: readonly Preset[];
}

/** Matched against the header's words (see header-words.ts). Each name has its reason. */
const CATALOGUE: readonly LeakName[] = [
  {
    headers:
      /\b(closed|dead|loss|lost|win|won|churn|rejection|disqualif\w+|cancel\w*)( deal| opportunity| lead)? reason|reason(s)? (for )?(closed|loss|lost|win|won|rejection|disqualif\w+)|\bdead deal\b|\bclosed ?(lost|won)\b/,
    says: "it tells why or how the deal was closed, which is known only afterwards",
  },
  {
    headers:
      /^(is )?(deal )?(is )?(won|lost|closed|open|converted)( numeric| count| flag)?$|^is (deal )?(closed|open)( (won|lost|numeric))*$/,
    says: "it restates the outcome",
  },
  {
    headers: /^converted\b|\bconverted (at|on|date|account|contact|opportunity)\b/,
    says: "it is filled when the lead converts",
  },
  {
    headers:
      /\bprobability\b|\bforecast\b|\bexpected ?revenue\b|\bweighted\b|\bbest case\b|^likelihood( to close)?$|^commit( amount)?$/,
    says: "it is moved with the stage and ends at 0 or 100 % of the amount when the deal closes",
  },
  {
    headers:
      /^(lead|deal|opportunity|opp|sales|current|lifecycle|pipeline|contact)? ?(stage|status)( name| detail| id)?$|^(dealstage|lifecyclestage|hubspot ?lead ?status|leadstatus)$|^deal pipeline stage id$|\b(last|previous|prior) stage\b|\baccount stage\b/,
    says: "its last value is written when or after the deal is decided",
  },
  {
    headers:
      /\b(outcome|close|closed|closing|decision|decided|converted|won|lost|resolution|finish|completion) ?(at|on|date|time|timestamp|day)\b|^(closedate|closedat|enddate|end date)$|\brecent (deal|closed order)\b|\b(date|time) (entered|exited|closed|converted|won|lost)\b|\b(customer|became).*date\b/,
    says: "it dates the decision or what follows it",
  },
  {
    headers:
      /\bdays? (to|until|till) (close|closed|closing|conversion|decision)\b|\b(elapsed|total|ratio) (days|time|duration)\b.*\b(stage|closing|closed|qualified|validated|identified|pipeline|total days)\b|\bratio days\b|\bactual duration\b|\b(days|time) in (current |sales )?stage\b|\b(deal|sales cycle|case) (age|length|duration)\b|^age in days$/,
    says: "it adds up time until the deal was closed",
  },
  {
    headers:
      /\b(stage|status) (change|changes|transition|transitions)\b|\bnumber of stage\b|^stage count$/,
    says: "it counts changes until the deal was closed",
  },
  {
    headers:
      /^(n|no|num|number of|count of|total) (events?|activities|touches|touchpoints|interactions|calls|tasks|emails)( .*)?$|^(events?|activity|activities|touch|interaction) count$|\bsales activities\b|\b(times|number of times) contacted\b|^num(ber)? (contacted )?notes$|\bnumber of event completions\b|\bassociated (deals|line items|contacts)\b|\bnum associated\b/,
    says: "it is a count as of the export and goes on growing until the deal is decided, and beyond",
  },
  {
    headers:
      /\b(last|latest|most recent|recent) (notable )?(activity|modified|modification|contacted|contact|engagement|event|viewed|referenced|updated?|touch|call|meeting|email|note|shared message|partner shared|gs shared|sequence|approval|page seen|referring site|stage|booking|conversion|sales email|marketing email)\b|^(last|latest)( event| update)?$|^(lastactivity|lastmodified|notes last)\w*\b|\btime (of )?last (seen|session)\b|\bof last (meeting|booking)\b|\b(modified|updated?) (at|date|on)\b|\b(updated?|last modified) by\b|\bsystem modstamp\b|^modified$/,
    says: "it is what came last as of the export, which may be the decision itself",
  },
  {
    headers: /\bnext (activity|step|steps|meeting|task)\b|\bhas (open|overdue) (activity|task)\b/,
    says: "it tells whether sales still works the deal, which it stops doing after the decision",
  },
  {
    headers:
      /^(lead |deal |sales |call |contact )?tags?$|^(lead|sales) (quality|profile|rating|grade)$|\b(call )?disposition\b|\b(sales|rep|agent|owner) (notes?|comments?|remarks?|feedback|verdict)\b|^unqualified\b|\bdisqualif\w+\b|\bcontact unworked\b/,
    says: "sales fills it in while or after working the lead, so it repeats the judgement",
  },
  {
    headers: /^rating$/,
    says: "sales fills it in while or after working the lead, so it repeats the judgement",
    presets: ["salesforce"],
  },
  {
    headers:
      /\b(contract|invoice|order|onboarding|payment|subscription|renewal)s? (signed|sent|date|start|number|total|closed)\b|^(total|event) revenue$|^(customer since|churned)$/,
    says: "it is filled once a customer has bought",
  },
  {
    headers:
      /\bpage ?views\b|\bpageviews$|\bnumber of (sessions|visits|form submissions|unique forms\w*)\b|\bnum (visits|page views|conversion events)\b|\b(marketing )?emails? (opened|clicked|delivered|bounced|replied|open|click|delivered)( count)?$|\bsends since\b|^visits$|^sequences? enrolled$|\bnumber of sequences\b|\blatest traffic source\b|\btotal enrolled count\b/,
    says: "HubSpot goes on updating it after the decision, and the export holds what it is today",
    presets: ["hubspot"],
  },
];

/**
 * What a column's name says of its knowing the outcome.
 *
 * @returns the reason as the end of a sentence, or null where the name says nothing
 * Cost: one pass over a fixed catalogue.
 */
export function findLeakName(column: string, preset: Preset | undefined): string | null {
  const words = toHeaderWords(column);
  const entry = CATALOGUE.find(
    ({ headers, presets }) =>
      headers.test(words) &&
      (presets === undefined || (preset !== undefined && presets.includes(preset))),
  );
  return entry?.says ?? null;
}
