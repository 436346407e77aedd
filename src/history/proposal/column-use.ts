import type { AttributeType } from "../mapping.ts";
import { toHeaderWords } from "./header-words.ts";

/** What a column can be used for; only attributes become lines. */
export type ColumnUse =
  | "attribute"
  | "empty"
  | "constant"
  | "identifier"
  | "personal"
  | "owner"
  | "free-text"
  | "date"
  | "unread-date"
  | "technical";

export interface ColumnContent {
  readonly type: AttributeType;
  readonly filled: number;
  /** Different texts among the filled. */
  readonly distinct: number;
  readonly rows: number;
  /** Rows whose text is common enough for a line of its own. */
  readonly inCommonTexts: number;
  /** Some of the different texts, to see what they look like. */
  readonly sample: readonly string[];
}

const TECHNICAL =
  /^(fivetran|system modstamp|photo url|geocode|index|row|unnamed|column)\b|\b(latitude|longitude|gclid|click id|cookie|utk|user agent|sync(ed)?)\b/;
const OWNER =
  /\b(owner|sales ?rep|account executive|sdr|assigned to|assignee|created by|modified by|updated by|collaborator|resource|agent|hub ?spot team)\b/;
const IDENTIFIER = /\b(ids?|uuid|guid|key|hash|code|serial|record id)$|^(sic|tin|vat|duns)\b/;
const ASSOCIATED = /^(associated|links to)\b/;
const NUMBERED = /\b(number|no|nr|num)$/;
const PERSONAL =
  /^((first|last|middle|full|contact|lead|deal|opportunity|account|company|client|customer|user|person|student|prospect|sur|given|family) ?)?name$|\b(e ?mail( address)?|linked ?in|twitter|facebook|ip address|domain|username|date of birth|birth ?day)\b|^((company|account|billing|shipping|mailing|lead) )?(street( address)?|address|website( url)?|url)$|\burl$/;
/** Also where they are written as numbers. */
const PERSONAL_NUMBER =
  /\b(phone|mobile|fax|whats ?app)( phone)?( number)?$|\b(postal ?code|zip( code)?|social security)\b/;
/** What law in many places forbids to judge people by, whatever it would tell. */
const PROTECTED =
  /\b(gender|sex|marital status|relationship status|religion|ethnicity|race|nationality|disability|military status|sexual orientation|salutation|pregnan\w+)\b/;
const ABOUT_CONTACT =
  /\b(opt|bounced?|do not|consent|type|has|source|quality|count|number of|valid)\b/;
const CONTACT_TEXT = /^[^\s@]+@[^\s@]+\.[a-z]{2,}$|^https?:\/\/|^\+?[\d\s().-]{8,}\d$/i;
/** A day of any order, whether or not the calendar has it; a phone number has no such three parts. */
const DATE_SHAPE =
  /^(\d{4}([-/.])\d{1,2}\2\d{1,2}|\d{1,2}([-/.])\d{1,2}\3(\d{4}|\d\d))(?!\d|[-/.]\d)/;
const HASH = /^[0-9a-f]{8}-[0-9a-f]{4}-|^[A-Za-z0-9+/]{22}==$|^[0-9a-f]{32,}$/i;
const CODE_OF_SOMETHING = /\b(country|state|language|currency|campaign|source) code$/;
const NEARLY_ALL = 0.95;
const LEAST_UNIQUE = 20;

/** What a column is good for, by its header and by what it holds. Cost O(sample). */
export function chooseUse(column: string, content: ColumnContent): ColumnUse {
  const words = toHeaderWords(column);
  const { type, filled, distinct, rows } = content;
  if (filled === 0) return "empty";
  if (column.startsWith("_") || TECHNICAL.test(words)) return "technical";
  if (distinct === 1 && filled === rows) return "constant";
  if (PROTECTED.test(words)) return "personal";
  if (type === "boolean") return "attribute";
  if (type === "date") return "date";
  if (type === "text" && mostMatch(content.sample, DATE_SHAPE)) return "unread-date";
  if (OWNER.test(words)) return "owner";
  if (isNamedIdentifier(column, words)) return "identifier";
  if (isPersonal(words, content)) return "personal";
  if (isCode(words, content)) return "identifier";
  if (type === "text" && isFreeText(content)) return "free-text";
  return "attribute";
}

function isNamedIdentifier(column: string, words: string): boolean {
  if (ASSOCIATED.test(words)) return true;
  if (IDENTIFIER.test(words)) return !CODE_OF_SOMETHING.test(words);
  return /(^|[a-z])(ID|Id)s?$/.test(column);
}

/** Numbered, hashed, or a word of its own in hardly any two rows alike. */
function isCode(words: string, { type, filled, distinct, sample }: ColumnContent): boolean {
  if (type === "text" && mostMatch(sample, HASH)) return true;
  if (filled < LEAST_UNIQUE || distinct < NEARLY_ALL * filled) return false;
  return NUMBERED.test(words) || (type === "text" && sample.every((text) => !/\s/.test(text)));
}

function isPersonal(words: string, { type, sample }: ColumnContent): boolean {
  if (ABOUT_CONTACT.test(words)) return false;
  if (PERSONAL_NUMBER.test(words)) return true;
  if (type !== "text") return false;
  if (PERSONAL.test(words)) return true;
  return mostMatch(sample, CONTACT_TEXT);
}

function mostMatch(sample: readonly string[], pattern: RegExp): boolean {
  return sample.filter((text) => pattern.test(text)).length > sample.length / 2;
}

/** Most rows hold a text that hardly any other row holds. */
function isFreeText({ filled, distinct, inCommonTexts }: ColumnContent): boolean {
  return distinct > 12 && inCommonTexts < 0.4 * filled;
}
