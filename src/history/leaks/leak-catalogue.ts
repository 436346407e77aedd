export type Preset = "salesforce" | "hubspot";

/** Headers that give a column away, as words (see header-words.ts), and why. */
export interface LeakName {
  /** Ends the sentence "It is left out because its name says that …". */
  readonly says: string;
  readonly headers: readonly RegExp[];
  /** Known only of exports of these systems. */
  readonly presets?: readonly Preset[];
}

const JUDGED = "sales fills it in while or after working the lead, so it repeats the judgement";

/** The first that matches gives the reason. */
export const LEAK_CATALOGUE: readonly LeakName[] = [
  {
    says: "it tells why or how the deal was closed, which is known only afterwards",
    headers: [
      /\b(closed?|dead|loss|lost|win|won|churn|rejection|disqualif\w+|cancel\w*)( deal| opportunity| lead)? reason/,
      /\breasons? (for )?(closed?|loss|lost|win|won|rejection|disqualif\w+)\b/,
      /\bdead deal\b|\bclosed ?(lost|won)\b|\blost to\b|\bwin loss\b|\b(lost|won|closed) by\b/,
      /\b(recycled?|sales accepted|sales rejected|nurture) reason\b/,
      /^(a|o|application|offer|deal|loan|proposal|quote)? ?(approved|declined|rejected|denied|cancell?ed|withdrawn)( at| on| date| count)?$/,
      /^(a|o|application|offer) (accepted at|registered|activated)$|^(o|offer|quote|proposal) (accepted|signed|sent)( at| on| date)?$/,
    ],
  },
  {
    says: "it restates the outcome",
    headers: [
      /^(is )?(deal )?(is )?(won|lost|closed|open|converted)( numeric| count| flag| lost)?$/,
      /^is (deal )?(closed|open)( (won|lost|numeric|count))*$/,
      /\b(closed|actual) (amount|revenue|value)\b|\bwon status\b|^((call|meeting|demo|deal|lead|sales|final) )?(outcome|result)$/,
      /\bwinning competitor\b|\b(admission|credit|loan|final) decision\b|^(application|loan|admission|quote|proposal) status$/,
    ],
  },
  {
    says: "it is filled when the lead converts",
    headers: [
      /^converted\b|\bconverted (at|on|date|account|contact|opportunity)\b/,
      /\b(lead|deal) conversion time\b|\btime (between|to move)\b.*\b(deal|customer|close)\b/,
    ],
  },
  {
    says: "it is moved with the stage and ends at 0 or 100 % of the amount when the deal closes",
    headers: [
      /\bprobability\b|\bforecast\b|\b(expected|est|estimated) ?revenue\b|\bweighted\b|\bbest case\b/,
      /\bprorated\b|\bprojected amount\b|^likelihood( to close)?$|^commit( amount)?$/,
    ],
  },
  {
    says: "its last value is written when or after the deal is decided",
    headers: [
      /^((lead|deal|opportunity|opp|sales|current|historical|contact|lifecycle|pipeline) ?)*(stage|status)( name| detail| id| reason| entered| duration)?$/,
      /^(hubspot ?lead ?status|deal pipeline stage id)$|\baccount stage\b|\bcampaign (member )?status\b/,
      /\b(previous|prior|process) stage\b|\bstage (history|changed)\b|\bpipeline phase\b|^step ?name$/,
      /\b(work|nurture|activity|kanban|nurturing) (status|state)\b/,
    ],
  },
  {
    says: "it is the last change of a field that is followed until the deal is decided",
    headers: [/^(old|new) ?value$/],
  },
  {
    says: "it dates the decision or what follows it",
    headers: [
      /\b(outcome|close|closed|closing|decision|decided|converted|won|lost|churn|resolution|finish|completion) ?(at|on|date|time|timestamp|day)\b/,
      /\b(date|time) (entered|exited|closed|converted|won|lost)\b|\b(date|time) (entered|exited|in) closed(won|lost)\b/,
      /^(actual|est|estimated)? ?(closedate|closedat)$|^end ?date$/,
      /\b(customer|became)\b.*\bdate\b|\blifecycle ?stage\b.*\bdate\b/,
      /\bfirst (deal|order|closed order)\b|\bqualif(y|ied)( lead)? (on|at|date)$/,
    ],
  },
  {
    says: "it is the period in which the deal was closed",
    headers: [/^(fiscal|closed?|closing)( (period|quarter|year|month|week))$|^fiscal$/],
  },
  {
    says: "it adds up time until the deal was closed",
    headers: [
      /\bdays? ((to|until|till) )?(close|closed|closing|conversion|decision)\b|\bratio days\b|\bage in days\b/,
      /\b(elapsed|total) (days|time|duration)\b.*\b(stage|closing|closed|qualified|validated|identified|pipeline)\b/,
      /\b(days|time) in (current |sales )?(stage|pipeline|closed)\b|\bactual duration\b/,
      /\b(deal|sales|sales cycle|case|opportunity) (age|length|duration)\b|\bsales (cycle|velocity)\b/,
      /\bdays? (open|in funnel|in process)\b|\btime to close\b|\buntil closed\b/,
    ],
  },
  {
    says: "it adds up time until the deal was closed",
    headers: [/^age$/],
    presets: ["salesforce"],
  },
  {
    says: "it counts changes until the deal was closed",
    headers: [
      /\b(stage|status) (change|changes|transition|transitions)\b|\bnumber of stage\b|^(stage|push) count$/,
    ],
  },
  {
    says: "it is a count as of the export and goes on growing until the deal is decided, and beyond",
    headers: [
      /^(n|no|num|number of|count of|total) (events?|activities|touches|touch ?points|interactions|calls|tasks|emails|meetings|notes|chats|replies)( .*)?$/,
      /^(events?|activity|activities|touch|interaction|push|email messages?|call|meeting|calendar event|reply|chat) count$|^touch ?points?$/,
      /\b(activities|calls|meetings|tasks) (done|made|held|completed|logged|to do)\b|^(done|completed|open) (activities|tasks)$/,
      /\bsales activities\b|\btimes contacted\b|^num contacted notes$|\bevent completions\b/,
      /\bassociated (deals|line items|contacts)\b|\bnum associated\b/,
      /\bsource every\b/,
    ],
  },
  {
    says: "it is what came last as of the export, which may be the decision itself",
    headers: [
      // What is last of a company or a person's life is known beforehand.
      /^(?!.*\b(revenue|turnover|growth|headcount|employees|funding|income|hires?|hiring)\b).*\b(last|latest|(most )?recent)\b(?! (name|fiscal|financial|year|quarter|round|raise|raised|job|employer|company|position|title|degree|education|school|grade|graduate|news|acquisition)\b)/,
      /^(lastactivity|lastmodified|lastcontacted|notes last)\w*\b|\bof last (meeting|booking)\b/,
      /\b(modified|updated?) (at|date|on|time)\b|\b(updated|modified) by\b|\bsystem modstamp\b|^modified$/,
    ],
  },
  {
    says: "it tells whether sales still works the deal, which it stops doing after the decision",
    headers: [
      /\bnext (activity|step|steps|meeting|task|call)\b|\bhas (open|overdue) (activity|task)\b/,
      /\bin sequence\b|\bsequences? (is )?enrolled\b|\bunworked\b|\bunread by\b|^activities to do$/,
    ],
  },
  {
    says: JUDGED,
    headers: [
      /^(lead |deal |sales |call |contact )?tags?( ids)?$|^(lead|sales) (quality|profile|rating|grade)( by sales)?$|^hot (lead|contact|prospect)$/,
      /\bdisposition\b|\b(sales|rep|agent|owner|sdr|bdr|ae|closing|qualification) (notes?|comments?|remarks?|feedback|verdict)\b/,
      /^unqualified\b|\bdisqualif\w+\b/,
    ],
  },
  { says: JUDGED, headers: [/^rating$/], presets: ["salesforce"] },
  {
    says: "it is filled once there is an offer, an order or a customer",
    headers: [
      /\b(contract|invoice|order|onboarding|payment|subscription|renewal)s? (id|signed|sent|date|start|number|total|closed)\b/,
      /\bsynced quote\b|\bopportunity line item\b|\bbilled\b|\bkick ?off date\b|\b(final|agreed) price\b/,
      /\b(contract|payment|deposit|order) (received|paid|placed)\b|\bpo number\b|\bcontract value signed\b/,
      /\b(quote|quotation|sales? order|sales?) (count|total|amount total)\b|\bdiscount (granted|given)\b|^(customer since|churned)$/,
    ],
  },
  {
    says: "it sums up what the contact has bought by the time of the export",
    headers: [/^(total|event|analytics) revenue$/],
    presets: ["hubspot"],
  },
  {
    says: "HubSpot goes on updating it after the decision, and the export holds what it is today",
    headers: [
      /\bpage ?views\b|\bnumber of (sessions|visits|form submissions|unique forms|sequences)\b/,
      /\bnum (visits|page views|notes|(unique )?conversion events)\b/,
      /\b(marketing )?emails? (opened|clicked|delivered|bounced|replied|open|click|bounce)$/,
      /\bsends since\b|^visits$|^sequences enrolled count$|\btotal enrolled count\b/,
    ],
    presets: ["hubspot"],
  },
];
