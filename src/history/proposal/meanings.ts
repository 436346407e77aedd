import type { AttributeType } from "../mapping.ts";
import { toHeaderKey, toHeaderWords } from "./header-words.ts";

export const bucketIds = [
  "demographic",
  "firmographic",
  "geographic",
  "psychographic",
  "behavioral",
  "qualification",
] as const;
export type BucketId = (typeof bucketIds)[number];

export interface Meaning {
  /** Name by which scorecards that come with the product ask for it. */
  readonly attribute: string;
  readonly bucket: BucketId;
  /** Types that such a column may have; another type is another thing of the same name. */
  readonly types: readonly AttributeType[];
}

type Entry = readonly [
  attribute: string,
  bucket: BucketId,
  types: readonly AttributeType[],
  headers: RegExp,
];

const TEXT: readonly AttributeType[] = ["text", "list"];
const NUMBER: readonly AttributeType[] = ["number"];
const YES_NO: readonly AttributeType[] = ["boolean"];
const NUMBER_OR_BAND: readonly AttributeType[] = ["number", "text"];

/** First match wins, so narrow names stand before wide ones. Matched against the header's words. */
const ENTRIES: readonly Entry[] = [
  ["seniority", "demographic", TEXT, /^((employment|job|management) )?(seniority|level)( level)?$/],
  ["department", "demographic", TEXT, /^(department|job function|function|employment role|team)$/],
  [
    "jobTitle",
    "demographic",
    TEXT,
    /^((job|contact|lead|position) ?)?title$|^job ?title$|^position$/,
  ],
  ["occupation", "demographic", TEXT, /\boccupation\b|^profession$|^employment status$/],
  ["buyingRole", "demographic", TEXT, /^(buying|contact|decision|purchase) role$|^role$/],
  ["education", "demographic", TEXT, /^(education|degree|highest degree|qualification level)$/],
  ["ageGroup", "demographic", NUMBER_OR_BAND, /^age( group| band| range)?$/],

  [
    "employees",
    "firmographic",
    NUMBER_OR_BAND,
    /\bemployees?( count)?\b|\bheadcount\b|^(company|account|client) size$|^numberofemployees$/,
  ],
  [
    "revenueFromClient",
    "firmographic",
    NUMBER_OR_BAND,
    /\brevenue from (client|customer|account)\b/,
  ],
  [
    "annualRevenue",
    "firmographic",
    NUMBER_OR_BAND,
    /^(company |client |account )?(annual ?revenue|revenue|turnover)( range| band| usd| eur)?$|\bsize by revenue\b/,
  ],
  [
    "industry",
    "firmographic",
    TEXT,
    /^((company|account|lead|client) )?(industry|sector|vertical)( name)?$/,
  ],
  ["companyType", "firmographic", TEXT, /^(company|account|organi[sz]ation) type$|^ownership$/],
  ["customerType", "firmographic", TEXT, /^(opportunity |deal )?type$|^dealtype$/],
  ["competitor", "firmographic", TEXT, /\bcompetitor\b/],
  ["technologies", "firmographic", TEXT, /^(technologies|tech(nology)? stack|web technologies)$/],

  [
    "country",
    "geographic",
    TEXT,
    /^((billing|shipping|company|ip|mailing) )?country( region)?( name| code)?$/,
  ],
  [
    "region",
    "geographic",
    TEXT,
    /^((billing|sales|company|territory) )?(region|territory|territory region)( name)?$/,
  ],
  [
    "state",
    "geographic",
    TEXT,
    /^((billing|shipping|company|ip|mailing) )?(state|province)( region)?( code)?$/,
  ],
  ["city", "geographic", TEXT, /^((billing|shipping|company|ip|mailing) )?city$/],
  ["timeZone", "geographic", TEXT, /^(ip )?time ?zone$/],

  ["budget", "qualification", NUMBER_OR_BAND, /\bbudget\b/],
  ["budgetConfirmed", "qualification", YES_NO, /\bbudget\b/],
  ["authority", "qualification", ["text", "list", "boolean"], /\bauthority\b|^decision maker$/],
  ["need", "qualification", ["text", "list", "boolean"], /^(business )?(need|pain( point)?)$/],
  [
    "timeline",
    "qualification",
    NUMBER_OR_BAND,
    /\btime ?(line|frame)\b|^purchase (date|window|horizon)$/,
  ],
  [
    "amount",
    "qualification",
    NUMBER,
    /^((deal|opportunity|total|requested|loan) )?amount( (req|requested|usd|eur|gbp|in company currency))?$/,
  ],
  ["dealSize", "qualification", NUMBER_OR_BAND, /^(deal|opportunity) size\b/],
  [
    "product",
    "qualification",
    TEXT,
    /^(product|service)( (group|line|family|of interest|interest))?$|^supplies (sub)?group$/,
  ],

  [
    "emailOptOut",
    "behavioral",
    YES_NO,
    /^(unsubscribed from all email|has opted out of email|email opt ?out|do not email|hasoptedoutofemail|unsubscribed)$/,
  ],
  ["callOptOut", "behavioral", YES_NO, /^(do not call|donotcall|has opted out of calls?)$/],
  [
    "leadSource",
    "behavioral",
    TEXT,
    /^((original|first|lead|old lead|account|traffic) ?)?((traffic )?source|source type)$|^leadsource$|^channel$/,
  ],
  ["leadOrigin", "behavioral", TEXT, /^(lead origin|record source)$/],
  ["heardThrough", "behavioral", TEXT, /^how did you hear\b/],
  ["campaign", "behavioral", TEXT, /^(utm )?campaign( name)?$/],
  [
    "pageViewsPerVisit",
    "behavioral",
    NUMBER,
    /^(average ?pageviews|(average )?page ?views per (visit|session))$/,
  ],
  [
    "pageViews",
    "behavioral",
    NUMBER,
    /^((number of|total|num) )?page ?views$|^numberofpageviews$|^analyticsnumpageviews$|^analytics num page views$/,
  ],
  [
    "visits",
    "behavioral",
    NUMBER,
    /^((number of|total|num|website) )?(visits|sessions)$|^analytics num visits$/,
  ],
  [
    "timeOnSite",
    "behavioral",
    NUMBER,
    /\btime spent on (the )?(web)?site\b|^(total )?time on (web)?site$/,
  ],
  [
    "formSubmissions",
    "behavioral",
    NUMBER,
    /^(number of )?(unique )?forms? submi(ssions|tted)$|^num conversion events$/,
  ],
  ["emailClicks", "behavioral", NUMBER, /\bemails? click(s|ed)$|^email click count$/],
  ["emailOpens", "behavioral", NUMBER, /\bemails? open(s|ed)$|^email open count$/],
  ["meetings", "behavioral", NUMBER, /^(number of )?meetings?( booked| held| count)?$/],
  ["routeToMarket", "behavioral", TEXT, /^(route to market|sales channel)$/],
];

/**
 * What a column means, from its header alone.
 *
 * @returns the canonical attribute with its bucket, or null where the header says nothing known;
 *          the caller checks the type, since a header may name a band where a number is usual
 * Cost: one pass over a fixed catalogue.
 */
export function findMeaning(header: string, type: AttributeType): Meaning | null {
  const words = toHeaderWords(header);
  const key = toHeaderKey(header);
  for (const [attribute, bucket, types, headers] of ENTRIES)
    if (types.includes(type) && (headers.test(words) || headers.test(key)))
      return { attribute, bucket, types };
  return null;
}

const BUCKET_WORDS: readonly (readonly [BucketId, RegExp])[] = [
  [
    "behavioral",
    /\b(visits?|views?|clicks?|opens?|opened|downloads?|form|webinar|event|email|page|website|campaign|source|referr\w*|search|utm|session|chat|newsletter|newspaper|magazine|forums?|advertisement|recommendations?|updates?|copy|subscribed?)\b/,
  ],
  [
    "psychographic",
    /\b(interest|interests|goal|goals|attitude|values?|matters?|motivation|preferences?|preferred|priority|priorities|lifestyle|persona|opinion|why)\b/,
  ],
  [
    "geographic",
    /\b(country|region|state|city|territory|postal|zip|location|language|continent)\b/,
  ],
  [
    "firmographic",
    /\b(company|account|client|customer|firm|employees?|revenue|industry|sector|competitor|subsidiary|organi[sz]ation)\b/,
  ],
  [
    "demographic",
    /\b(gender|age|job|role|title|education|degree|marital|profession\w*|specialization|experience)\b/,
  ],
];

/** The bucket in which a column of no known meaning belongs, by the words of its header. */
export function findBucket(header: string): BucketId {
  const words = toHeaderWords(header);
  return BUCKET_WORDS.find(([, pattern]) => pattern.test(words))?.[0] ?? "qualification";
}

const ACTIVITY_MEANINGS: readonly (readonly [string, RegExp])[] = [
  ["unsubscribe", /\b(unsubscribed?|opted? out)\b/],
  ["email-bounce", /\bbounced?\b/],
  [
    "email-click",
    /\b(email.*click(ed)?|click(ed)?.*email|clicked? link|email link clicked)\b|^click$/,
  ],
  ["email-open", /\bemail.*open(ed)?\b|\bopen(ed)?.*email\b|^open$/],
  ["email-reply", /\b(email )?repl(y|ied)\b/],
  ["pricing-page", /\bpricing\b/],
  ["demo-request", /\b(demo|trial)\b/],
  ["form-submission", /\bform\b|\bsubmi(ssion|tted)\b|\bcontact us\b/],
  ["download", /\b(download(ed)?|whitepaper|ebook|case study)\b/],
  ["webinar", /\bwebinar\b/],
  ["event", /\b(event|trade ?show|conference)\b/],
  ["meeting", /\bmeeting\b/],
  ["call", /\b(call|phone)\b/],
  ["chat", /\bchat\b/],
  ["social", /\b(social|linkedin|twitter|facebook)\b/],
  ["page-view", /\b(page|website|web) ?(view(ed)?|visit(ed)?)\b|\bvisit(ed)?\b|\bpageview\b/],
];

/** What kind of activity a type names, so that `Email Opened` meets `email-open`; null if unknown. */
export function findActivityMeaning(type: string): string | null {
  const words = toHeaderWords(type);
  return ACTIVITY_MEANINGS.find(([, pattern]) => pattern.test(words))?.[0] ?? null;
}
