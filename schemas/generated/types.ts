// Generated from schemas/*.schema.json by `npm run generate`; change those.

/**
 * Kinds of files, known by their content.
 *
 * @minItems 1
 * @maxItems 20
 */
export type MediaTypes = (
  | 'image/*'
  | 'image/png'
  | 'image/jpeg'
  | 'image/gif'
  | 'image/webp'
  | 'application/pdf'
  | 'text/plain'
  | 'text/csv'
  | 'application/xml'
  | 'application/zip'
  | 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
  | 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
  | 'application/vnd.openxmlformats-officedocument.presentationml.presentation'
  | 'application/vnd.oasis.opendocument.text'
  | 'application/vnd.oasis.opendocument.spreadsheet'
  | 'application/msword'
  | 'application/vnd.ms-excel'
  | 'application/vnd.ms-powerpoint'
  | 'audio/*'
  | 'video/*'
)[];
/**
 * What a person reads: one string for every language, or one string a language.
 */
export type Text =
  | string
  | {
      /**
       * English.
       */
      readonly en: string;
      /**
       * Vietnamese.
       */
      readonly vi?: string;
    };
/**
 * A name of the icon set.
 */
export type Icon =
  | 'archive'
  | 'bank'
  | 'bell'
  | 'box'
  | 'briefcase'
  | 'building'
  | 'calendar'
  | 'cart'
  | 'category'
  | 'chart'
  | 'check'
  | 'clipboard'
  | 'clock'
  | 'cog'
  | 'coins'
  | 'contact'
  | 'currency'
  | 'document'
  | 'factory'
  | 'file'
  | 'flag'
  | 'folder'
  | 'gift'
  | 'globe'
  | 'group'
  | 'handshake'
  | 'heart'
  | 'home'
  | 'image'
  | 'inbox'
  | 'invoice'
  | 'key'
  | 'layers'
  | 'leaf'
  | 'lightbulb'
  | 'link'
  | 'list'
  | 'lock'
  | 'mail'
  | 'map'
  | 'megaphone'
  | 'money'
  | 'note'
  | 'package'
  | 'percent'
  | 'person'
  | 'phone'
  | 'pin'
  | 'pricetag'
  | 'printer'
  | 'receipt'
  | 'ruler'
  | 'school'
  | 'search'
  | 'settings'
  | 'shield'
  | 'shop'
  | 'star'
  | 'store'
  | 'support'
  | 'tag'
  | 'target'
  | 'task'
  | 'team'
  | 'ticket'
  | 'tools'
  | 'truck'
  | 'user'
  | 'wallet'
  | 'warehouse';
/**
 * A colour of the palette; the theme decides the shade.
 */
export type Color = 'grey' | 'blue' | 'green' | 'amber' | 'red' | 'purple' | 'teal' | 'pink';
/**
 * A name in camelCase, without underscore.
 */
export type FieldName = string;
/**
 * One former field name, or several, the latest first.
 */
export type FormerNames = FieldName | FieldName[];
/**
 * One former name in kebab-case, or several, the latest first.
 */
export type FormerKebabNames = KebabName | KebabName[];
/**
 * A name in kebab-case.
 */
export type KebabName = string;
/**
 * One former key, or several.
 */
export type FormerOptions = string | string[];
/**
 * An entity of any plugin: plugin id, a dot, entity name; for instance crm.lead.
 */
export type EntityId = string;
/**
 * A role of any plugin: plugin id, a dot, role name; for instance sales.salesperson.
 */
export type RoleId = string;
/**
 * A CEL expression. The fields of the record are its names; references are followed with a dot; user, today() and now() are there too.
 */
export type Expression = string;
/**
 * A field; its type says what else it takes.
 */
export type FieldDeclaration =
  | TextField
  | LongTextField
  | EmailField
  | PhoneField
  | UrlField
  | IntegerField
  | DecimalField
  | MoneyField
  | PercentField
  | QuantityField
  | BooleanField
  | DateField
  | DatetimeField
  | EnumField
  | ReferenceField
  | LinesField
  | ManyToManyField
  | FormulaField
  | SequenceField
  | AddressField
  | ImageField
  | FileField
  | FilesField
  | SignatureField
  | AnyReferenceField
  | RollupField
  | ColorField
  | RatingField
  | DurationField
  | TimeField
  | BarcodeField
  | MultiEnumField
  | TagsField
  | EmailsField
  | PhonesField
  | GeoPointField
  | PersonNameField
  | JsonField
  | RichTextField
  | MarkdownField;
/**
 * One line of text.
 */
export type TextField = FieldBase & {
  /**
   * One line of text.
   */
  readonly type: 'text';
  /**
   * Longest value in characters.
   */
  readonly maxLength?: number;
  /**
   * Regular expression (ECMAScript, whole value) that the value must match.
   */
  readonly pattern?: string;
};
/**
 * true, false, or {"expression": …} over the fields of the record, and user.
 */
export type Condition = boolean | ConditionExpression;
/**
 * Several lines of plain text.
 */
export type LongTextField = FieldBase & {
  /**
   * Several lines of plain text.
   */
  readonly type: 'long-text';
  /**
   * Longest value in characters.
   */
  readonly maxLength?: number;
};
/**
 * An e-mail address, kept in lower case.
 */
export type EmailField = FieldBase & {
  /**
   * An e-mail address, kept in lower case.
   */
  readonly type: 'email';
};
/**
 * A telephone number as people write it.
 */
export type PhoneField = FieldBase & {
  /**
   * A telephone number as people write it.
   */
  readonly type: 'phone';
};
/**
 * A web address, http or https.
 */
export type UrlField = FieldBase & {
  /**
   * A web address, http or https.
   */
  readonly type: 'url';
};
/**
 * A whole number.
 */
export type IntegerField = FieldBase & {
  /**
   * A whole number.
   */
  readonly type: 'integer';
  /**
   * Smallest value.
   */
  readonly min?: number;
  /**
   * Largest value.
   */
  readonly max?: number;
};
/**
 * An exact decimal number of at most 20 digits before the point.
 */
export type DecimalField = FieldBase & {
  /**
   * An exact decimal number of at most 20 digits before the point.
   */
  readonly type: 'decimal';
  /**
   * Digits after the point; more are refused.
   */
  readonly scale?: number;
  /**
   * Smallest value.
   */
  readonly min?: number;
  /**
   * Largest value.
   */
  readonly max?: number;
};
/**
 * An amount of money, exact, rounded half-up to its scale where it is computed.
 */
export type MoneyField = FieldBase & {
  /**
   * An amount of money, exact, rounded half-up to its scale where it is computed.
   */
  readonly type: 'money';
  /**
   * Field, or dotted path through references, that holds the currency; shown beside the amount.
   */
  readonly currency?: string;
  /**
   * Of a price: field, or dotted path through references, that holds the unit it is the price of one of. What is fetched of another such price is converted, and fetched anew when the unit changes.
   */
  readonly per?: string;
  readonly converts?: FieldName;
  /**
   * Of a converted amount: the converted total that it is a part of; of a line parent.total. The parts add up to it exactly: what rounding leaves over goes to the largest remainders.
   */
  readonly addsUpTo?: string;
  /**
   * Digits after the point.
   */
  readonly scale?: number;
  /**
   * Smallest value.
   */
  readonly min?: number;
  /**
   * Largest value.
   */
  readonly max?: number;
};
/**
 * A percentage; 8.5 means 8.5 %.
 */
export type PercentField = FieldBase & {
  /**
   * A percentage; 8.5 means 8.5 %.
   */
  readonly type: 'percent';
  /**
   * Digits after the point.
   */
  readonly scale?: number;
  /**
   * Smallest value.
   */
  readonly min?: number;
  /**
   * Largest value.
   */
  readonly max?: number;
};
/**
 * An amount of something counted or measured.
 */
export type QuantityField = FieldBase & {
  /**
   * An amount of something counted or measured.
   */
  readonly type: 'quantity';
  /**
   * Field, or dotted path through references, that holds the unit; shown beside the amount, which may have no more decimals than the unit.
   */
  readonly unit?: string;
  /**
   * Dotted path to the unit that the thing itself is counted in, for instance product.unit: the quantity is refused in any other.
   */
  readonly countedIn?: string;
  readonly converts?: FieldName;
  /**
   * Digits after the point.
   */
  readonly scale?: number;
  /**
   * Smallest value.
   */
  readonly min?: number;
  /**
   * Largest value.
   */
  readonly max?: number;
};
/**
 * Yes or no; no when nothing is given.
 */
export type BooleanField = FieldBase & {
  /**
   * Yes or no; no when nothing is given.
   */
  readonly type: 'boolean';
};
/**
 * A calendar day without time zone.
 */
export type DateField = FieldBase & {
  /**
   * A calendar day without time zone.
   */
  readonly type: 'date';
};
/**
 * An instant, kept in UTC to the millisecond.
 */
export type DatetimeField = FieldBase & {
  /**
   * An instant, kept in UTC to the millisecond.
   */
  readonly type: 'datetime';
};
/**
 * One of the named options.
 */
export type EnumField = FieldBase & {
  /**
   * One of the named options.
   */
  readonly type: 'enum';
  /**
   * The options by key, in order.
   */
  readonly options: {
    [k: string]: OptionDeclaration;
  };
};
/**
 * One record of another entity.
 */
export type ReferenceField = FieldBase & {
  /**
   * One record of another entity.
   */
  readonly type: 'reference';
  readonly entity: EntityId;
  /**
   * When the other record is deleted: refuse, or empty this field.
   */
  readonly onDelete?: 'restrict' | 'clear';
  readonly where?: Expression;
  /**
   * Fill in the record when there is exactly one to choose.
   */
  readonly defaultToOnly?: boolean;
};
/**
 * Lines owned by the record and saved with it.
 */
export type LinesField = FieldBase & {
  /**
   * Lines owned by the record and saved with it.
   */
  readonly type: 'lines';
  readonly entity: EntityId;
  /**
   * Fewest lines.
   */
  readonly minLines?: number;
  /**
   * Most lines.
   */
  readonly maxLines?: number;
};
/**
 * Any number of records of another entity.
 */
export type ManyToManyField = FieldBase & {
  /**
   * Any number of records of another entity.
   */
  readonly type: 'many-to-many';
  readonly entity: EntityId;
};
/**
 * A value computed from the record and its lines, and through up to three references from other records, and stored.
 */
export type FormulaField = FieldBase & {
  /**
   * A value computed from the record and its lines, and through up to three references from other records, and stored.
   */
  readonly type: 'formula';
  readonly expression: Expression;
  /**
   * Type of the value; a number is rounded half-up to the scale.
   */
  readonly result: 'text' | 'enum' | 'integer' | 'decimal' | 'money' | 'percent' | 'quantity' | 'boolean' | 'date' | 'datetime';
  /**
   * Of the result enum: the options by key, in order; the expression gives keys.
   */
  readonly options?: {
    [k: string]: OptionDeclaration;
  };
  /**
   * Digits after the point of a number.
   */
  readonly scale?: number;
  /**
   * As on a money field.
   */
  readonly currency?: string;
  /**
   * As on a quantity field.
   */
  readonly unit?: string;
  /**
   * Said where a record that may belong to no company reads what belongs to companies: whoever sees the field sees a value of another company. See docs/companies.md.
   */
  readonly acrossCompanies?: boolean;
};
/**
 * A number drawn from a counter, for instance SO-2026-00042, when the record is made or at a transition.
 */
export type SequenceField = FieldBase & {
  /**
   * A number drawn from a counter, for instance SO-2026-00042, when the record is made or at a transition.
   */
  readonly type: 'sequence';
  /**
   * Text with {YYYY}, {YY}, {MM}, a text of the record or of what it refers to, as {company.code}, and the counter as {00000}.
   */
  readonly pattern: string;
  /**
   * No number is missing and none is there twice: the counter is held until the record is committed, and a record that has its number cannot be deleted. Unsaid: fast; a record not saved leaves a gap.
   */
  readonly gapless?: boolean;
  /**
   * Reference fields of the record of which every value has a series of its own, for instance company. The references that the pattern names count without asking.
   *
   * @minItems 1
   * @maxItems 3
   */
  readonly per?: readonly FieldName[];
  /**
   * When the counter starts again. Unsaid: when a date part of the pattern changes.
   */
  readonly reset?: 'never' | 'year' | 'month';
  readonly date?: FieldName;
  /**
   * Transitions that give the number to a record that has none. Unsaid: it is given when the record is made.
   *
   * @minItems 1
   * @maxItems 10
   */
  readonly assignOn?: readonly KebabName[];
};
/**
 * A postal address: street, city, region, postalCode, country (ISO 3166 alpha-2 or a name).
 */
export type AddressField = FieldBase & {
  /**
   * A postal address: street, city, region, postalCode, country (ISO 3166 alpha-2 or a name).
   */
  readonly type: 'address';
  /**
   * ISO 3166 alpha-2 code of the country that an address is in when it does not say.
   */
  readonly country?: string;
  /**
   * Parts without which no letter arrives in the country must be there.
   */
  readonly complete?: boolean;
  readonly regions?: EntityId;
};
/**
 * A picture: PNG, JPEG, GIF or WebP, known by its content.
 */
export type ImageField = FieldBase & {
  /**
   * A picture: PNG, JPEG, GIF or WebP, known by its content.
   */
  readonly type: 'image';
  /**
   * Largest file in bytes.
   */
  readonly maxBytes?: number;
};
/**
 * One attached file of any kind, or of those that are declared.
 */
export type FileField = FieldBase & {
  /**
   * One attached file of any kind, or of those that are declared.
   */
  readonly type: 'file';
  /**
   * Largest file in bytes.
   */
  readonly maxBytes?: number;
  readonly mediaTypes?: MediaTypes;
};
/**
 * Several attached files in order. A list of ids in expressions.
 */
export type FilesField = FieldBase & {
  /**
   * Several attached files in order. A list of ids in expressions.
   */
  readonly type: 'files';
  /**
   * Most files.
   */
  readonly maxItems?: number;
  /**
   * Largest of the files in bytes.
   */
  readonly maxBytes?: number;
  readonly mediaTypes?: MediaTypes;
};
/**
 * A signature, drawn or written as a name and kept as a picture with who signed and when. Once it is there nobody changes it.
 */
export type SignatureField = FieldBase & {
  /**
   * A signature, drawn or written as a name and kept as a picture with who signed and when. Once it is there nobody changes it.
   */
  readonly type: 'signature';
};
/**
 * One record of any of several entities. Beside it stands a reference for each, for instance aboutLead of about, that is filtered, sorted, expanded and read by expressions.
 */
export type AnyReferenceField = FieldBase & {
  /**
   * One record of any of several entities. Beside it stands a reference for each, for instance aboutLead of about, that is filtered, sorted, expanded and read by expressions.
   */
  readonly type: 'any-reference';
  /**
   * The entities of which one record is referred to.
   *
   * @minItems 2
   * @maxItems 20
   */
  readonly entities: readonly EntityId[];
  /**
   * When the other record is deleted: refuse, or empty this field.
   */
  readonly onDelete?: 'restrict' | 'clear';
};
/**
 * What other records add up to for this one, kept true by the database and stored: the postings of a ledger (ledger, measure), or records that refer to it (entity, reference, function).
 */
export type RollupField = FieldBase & {
  /**
   * What other records add up to for this one, kept true by the database and stored: the postings of a ledger (ledger, measure), or records that refer to it (entity, reference, function).
   */
  readonly type: 'rollup';
  readonly ledger?: EntityId;
  readonly measure?: FieldName;
  readonly dimension?: FieldName;
  readonly entity?: EntityId;
  readonly reference?: FieldName;
  /**
   * How: latest is the value in the newest of them.
   */
  readonly function?: 'sum' | 'count' | 'min' | 'max' | 'avg' | 'latest';
  readonly of?: FieldName;
  readonly where?: Expression;
  readonly by?: FieldName;
  /**
   * Of an entity that refers to itself: over the record and all that is below it.
   */
  readonly subtree?: boolean;
  /**
   * Said where a record that may belong to no company sums up what belongs to companies: whoever sees the field sees the figures of all of them. See docs/companies.md.
   */
  readonly acrossCompanies?: boolean;
  /**
   * As on a quantity field.
   */
  readonly unit?: string;
  /**
   * As on a money field.
   */
  readonly currency?: string;
};
/**
 * A colour as #rrggbb.
 */
export type ColorField = FieldBase & {
  /**
   * A colour as #rrggbb.
   */
  readonly type: 'color';
};
/**
 * Stars: a whole number from 1 to max.
 */
export type RatingField = FieldBase & {
  /**
   * Stars: a whole number from 1 to max.
   */
  readonly type: 'rating';
  /**
   * The best rating.
   */
  readonly max?: number;
};
/**
 * A length of time in whole seconds; PT1H30M (ISO 8601) is taken too. A number in expressions.
 */
export type DurationField = FieldBase & {
  /**
   * A length of time in whole seconds; PT1H30M (ISO 8601) is taken too. A number in expressions.
   */
  readonly type: 'duration';
  /**
   * Shortest value in seconds; 0 forbids negative ones.
   */
  readonly min?: number;
  /**
   * Longest value in seconds.
   */
  readonly max?: number;
};
/**
 * A time of day on a 24-hour clock, HH:MM or HH:MM:SS, in no time zone. Text in expressions; later is greater.
 */
export type TimeField = FieldBase & {
  /**
   * A time of day on a 24-hour clock, HH:MM or HH:MM:SS, in no time zone. Text in expressions; later is greater.
   */
  readonly type: 'time';
};
/**
 * A code that scanners read. Digits are kept without spaces and hyphens; check digits are checked.
 */
export type BarcodeField = FieldBase & {
  /**
   * A code that scanners read. Digits are kept without spaces and hyphens; check digits are checked.
   */
  readonly type: 'barcode';
  /**
   * gtin: EAN-8, UPC-A, EAN-13 or GTIN-14. isbn: a book number, kept with 13 digits. code128: up to 80 printable ASCII characters.
   */
  readonly format?: 'gtin' | 'isbn' | 'code128';
};
/**
 * Any number of the named options, in their order. A list of texts in expressions.
 */
export type MultiEnumField = FieldBase & {
  /**
   * Any number of the named options, in their order. A list of texts in expressions.
   */
  readonly type: 'multi-enum';
  /**
   * The options by key, in order.
   */
  readonly options: {
    [k: string]: OptionDeclaration;
  };
  /**
   * Most options chosen at once.
   */
  readonly maxItems?: number;
};
/**
 * Free words; those used before are suggested. A list of texts in expressions.
 */
export type TagsField = FieldBase & {
  /**
   * Free words; those used before are suggested. A list of texts in expressions.
   */
  readonly type: 'tags';
  /**
   * Most words.
   */
  readonly maxItems?: number;
};
/**
 * E-mail addresses, each with its type: work, home, mobile or other. The first is the main one.
 */
export type EmailsField = FieldBase & {
  /**
   * E-mail addresses, each with its type: work, home, mobile or other. The first is the main one.
   */
  readonly type: 'emails';
  /**
   * Most addresses.
   */
  readonly maxItems?: number;
};
/**
 * Telephone numbers, each with its type: work, home, mobile or other. The first is the main one.
 */
export type PhonesField = FieldBase & {
  /**
   * Telephone numbers, each with its type: work, home, mobile or other. The first is the main one.
   */
  readonly type: 'phones';
  /**
   * Most numbers.
   */
  readonly maxItems?: number;
};
/**
 * A place on earth: latitude and longitude in degrees (WGS 84), kept to seven places.
 */
export type GeoPointField = FieldBase & {
  /**
   * A place on earth: latitude and longitude in degrees (WGS 84), kept to seven places.
   */
  readonly type: 'geo-point';
};
/**
 * The name of a person in its parts: given, middle, family. Called family middle given in Vietnamese, given middle family in English.
 */
export type PersonNameField = FieldBase & {
  /**
   * The name of a person in its parts: given, middle, family. Called family middle given in Vietnamese, given middle family in English.
   */
  readonly type: 'person-name';
};
/**
 * A JSON object or list, of at most 100,000 characters.
 */
export type JsonField = FieldBase & {
  /**
   * A JSON object or list, of at most 100,000 characters.
   */
  readonly type: 'json';
  /**
   * JSON Schema (2020-12) that every value keeps. References stay within it.
   */
  readonly schema?: {};
};
/**
 * Formatted text: HTML of which only harmless elements are kept.
 */
export type RichTextField = FieldBase & {
  /**
   * Formatted text: HTML of which only harmless elements are kept.
   */
  readonly type: 'rich-text';
  /**
   * Longest value in characters of HTML.
   */
  readonly maxLength?: number;
};
/**
 * Text with the marks of Markdown; raw HTML in it is never interpreted.
 */
export type MarkdownField = FieldBase & {
  /**
   * Text with the marks of Markdown; raw HTML in it is never interpreted.
   */
  readonly type: 'markdown';
  /**
   * Longest value in characters.
   */
  readonly maxLength?: number;
};
/**
 * A step of a transition or a workflow; `step` says what it does.
 */
export type StepDeclaration =
  | CreateStep
  | ConvertStep
  | AmendStep
  | UpdateStep
  | LetStep
  | FindStep
  | TransitionStep
  | PostStep
  | ReverseStep
  | RefuseStep
  | StopStep
  | IfStep
  | ForEachStep
  | DelayStep
  | NotifyStep
  | EmailStep
  | CallStep;
/**
 * What is said to a person, as text: one expression for every language, or one a language.
 */
export type Saying =
  | Expression
  | {
      readonly en: Expression;
      readonly vi?: Expression;
    };
/**
 * A field, or a field with the one that it stands beside.
 */
export type ExtraColumn = string | AnchoredColumn;
/**
 * A field, or a field with its width and the one that it stands beside.
 */
export type ExtraPlace = string | AnchoredPlace;
/**
 * Of a conversion: what of each line is asked; GET …/actions/NAME proposes it, and it is sent as lines: [{line, quantity}]. Null for all others.
 */
export type MetaTaken = {
  /**
   * Id of the lines that are made.
   */
  readonly entity: string;
  /**
   * Their field that says how much.
   */
  readonly field: string;
} | null;
/**
 * What a column holds: text (also keys of an enum and states), integer, decimal (also money, percent and quantity), boolean, date, datetime, or the id of a row; with the table of that row it can be followed with a dot.
 */
export type FrozenColumn =
  | ('text' | 'integer' | 'decimal' | 'boolean' | 'date' | 'datetime' | 'id')
  | {
      readonly idOf: SqlName;
    };
/**
 * Name of a table or column in the database.
 */
export type SqlName = string;
export type Verb = 'read' | 'create' | 'update' | 'delete' | 'import' | 'export';
/**
 * A field, or a field with the columns it takes (1 to 12) on the grid.
 */
export type PlaceDeclaration =
  | string
  | {
      readonly field: string;
      readonly width?: number;
    };
/**
 * What starts a workflow: an event of records, or a schedule.
 */
export type TriggerDeclaration = EventTrigger | ScheduleTrigger;

/**
 * Words that several documents of the language share.
 */
export interface Common {}
/**
 * conversions/NAME.json: makes a document out of another, whole or in parts. It becomes an action of the record, named NAME, that asks how much of each line; what is converted is kept on the lines, so that no more is made of them than there is.
 */
export interface ConversionDeclaration {
  $schema?: string;
  readonly name: KebabName;
  readonly label: Text;
  readonly entity: EntityId;
  /**
   * States in which it is converted.
   *
   * @minItems 1
   */
  readonly from: readonly string[];
  readonly to: EntityId;
  readonly guard?: Expression;
  readonly message?: Text;
  /**
   * The usual next step; its button is filled.
   */
  readonly primary?: boolean;
  readonly source?: FieldName;
  /**
   * Fields of what is made, by expression over the record. What is not named takes its default or is fetched.
   */
  readonly map?: {
    [k: string]: Expression;
  };
  /**
   * Said where what is made may belong to no company and is given what belongs to companies: whoever sees it sees a value of another company. See docs/companies.md.
   */
  readonly acrossCompanies?: boolean;
  readonly lines?: ConversionLines;
  /**
   * Whether it may be run again while what it made stands. Only without lines: of lines as much is taken as is open.
   */
  readonly repeatable?: boolean;
  /**
   * States of what is made in which it holds nothing: what it took is open again, and without lines another may be made, for instance cancelled. Deleted it holds nothing either.
   */
  readonly released?: readonly string[];
}
/**
 * How lines become lines, with quantities.
 */
export interface ConversionLines {
  readonly from: FieldName;
  readonly to: FieldName;
  readonly source: FieldName;
  readonly quantity: ConversionQuantity;
  readonly when?: Expression;
  /**
   * Fields of the line that is made, by expression over the record and line.
   */
  readonly map?: {
    [k: string]: Expression;
  };
}
/**
 * Fields that say how much.
 */
export interface ConversionQuantity {
  readonly from: FieldName;
  readonly to: FieldName;
  readonly counts?: FieldName;
  readonly done: FieldName;
}
/**
 * entities/NAME.json: something the business keeps. It becomes a table, an API, rights and screens.
 */
export interface EntityDeclaration {
  $schema?: string;
  readonly name: KebabName;
  readonly plural: KebabName;
  /**
   * What the entity was called before.
   */
  readonly formerly?: {
    readonly name?: FormerKebabNames;
    readonly plural?: FormerKebabNames;
  };
  /**
   * record: data. document: numbered, with a lifecycle, frozen once it leaves its first state. line: owned by another record. ledger: entries that are only ever added, with balances that the core keeps. settings: one record, or one for each company. query: read-only over other entities.
   */
  readonly kind: 'record' | 'document' | 'line' | 'ledger' | 'settings' | 'query';
  readonly label: Text;
  readonly labelPlural: Text;
  readonly description?: Text;
  readonly icon?: Icon;
  /**
   * Shown in the menu; lines never are.
   */
  readonly menu?: boolean;
  /**
   * Place in the group; smaller comes first.
   */
  readonly order?: number;
  readonly title: Expression;
  readonly scope?: FieldName;
  /**
   * What the platform takes the records for. company: whose business it is, with timeZone and, if wanted, calendar (to core.calendar). unit: what quantities are counted in and converted between, with category, factor and decimals. currency: what amounts are in, with decimals. exchange-rate: what one of a currency is worth in another, dated by currency, against and company, with rate. One entity plays each part.
   */
  readonly plays?: 'company' | 'unit' | 'currency' | 'exchange-rate';
  /**
   * Dotted path through references to the company that a record belongs to, for instance warehouse.company. Unsaid: the first field that refers to a company; lines belong where their owner does.
   */
  readonly company?: string;
  /**
   * The fields by name, in order.
   */
  readonly fields: {
    [k: string]: FieldDeclaration;
  };
  readonly lifecycle?: LifecycleDeclaration;
  readonly ledger?: LedgerDeclaration;
  readonly agenda?: AgendaDeclaration;
  /**
   * Field combinations that no two records share, by key.
   */
  readonly unique?: {
    [k: string]: UniqueDeclaration;
  };
  /**
   * Indexes by key. References, sequences and states have one without asking.
   */
  readonly indexes?: {
    /**
     * @minItems 1
     * @maxItems 6
     */
    [k: string]: readonly string[];
  };
  /**
   * Rules that every record keeps, by key; of a ledger, rules that every entry keeps when it is posted or takes another back.
   */
  readonly checks?: {
    [k: string]: CheckDeclaration;
  };
  /**
   * Periods that no two records share, by key: bookings of a room, shifts of a person. It holds under any concurrency.
   */
  readonly noOverlap?: {
    [k: string]: NoOverlapDeclaration;
  };
  readonly tree?: TreeDeclaration;
  readonly dated?: DatedDeclaration;
  readonly exchange?: ExchangeDeclaration;
  readonly query?: QueryDeclaration;
}
/**
 * What every field takes.
 */
export interface FieldBase {
  readonly label: Text;
  readonly help?: Text;
  readonly required?: Condition;
  readonly readOnly?: Condition;
  readonly visible?: Condition;
  /**
   * Written when the record is made and never changed.
   */
  readonly setOnce?: boolean;
  /**
   * No two records share a value; with {"with": ["company"]} no two that agree in those fields too, of a line also parent. Empty values never collide; case and accents count.
   */
  readonly unique?: boolean | UniqueWith;
  /**
   * Value of a new record when none is given: a constant, or {"expression": "today()"}. The expression may read fields of the record that are given, fetched or have a default themselves.
   */
  default?:
    | (string | number | boolean | null)
    | {
        readonly expression: Expression;
      };
  /**
   * Copied when the reference is chosen and the field is empty: a dotted path through a reference of the record, for instance product.price, or the value of a dated entity that is valid on a day.
   */
  readonly fetch?: string | DatedFetchDeclaration;
  readonly placeholder?: Text;
  /**
   * Copied when the record is duplicated. Unsaid: true, but not what is unique, secret or a file, which belongs to one record. What nobody writes from outside never is.
   */
  readonly duplicate?: boolean;
  /**
   * personal: about a person, can be handed out and erased for one record. secret: a password or key, encrypted where it is kept; it can be written, and nothing that is read tells more than whether there is one.
   */
  readonly dataClass?: 'personal' | 'secret';
  readonly formerly?: FormerNames;
  readonly convertFrom?: ConversionDeclaration1;
  /**
   * Value for rows that are there when the field comes or becomes required: a constant, or {"expression": "quantity * price"} over the fields of the record itself.
   */
  backfill?:
    | (string | number | boolean)
    | {
        readonly expression: Expression;
      };
  /**
   * Found by the full-text search; A weighs most.
   */
  readonly search?: 'A' | 'B' | 'C';
  /**
   * Indexed on its own.
   */
  readonly index?: boolean;
}
export interface ConditionExpression {
  readonly expression: Expression;
}
export interface UniqueWith {
  /**
   * Fields of the same record that together with this one are had once.
   *
   * @minItems 1
   * @maxItems 5
   */
  readonly with: readonly string[];
}
/**
 * The value that is valid on a day.
 */
export interface DatedFetchDeclaration {
  readonly dated: EntityId;
  readonly field: FieldName;
  /**
   * For each of its keys the field of the record that says which; of a line also a field of its owner, as parent.priceList. A key that is not named is empty.
   */
  readonly by: {
    [k: string]: string;
  };
  /**
   * Date field of the record, or of a line's owner, that says the day. Unsaid or empty: today.
   */
  readonly on?: string;
  /**
   * Keys without which it is looked up again where nothing is valid with them, for instance priceList: then what holds for everybody.
   *
   * @minItems 1
   * @maxItems 6
   */
  readonly general?: readonly FieldName[];
  /**
   * Dotted path that is copied where nothing is valid, for instance product.price.
   */
  readonly otherwise?: string;
}
/**
 * How values of the type that the field had before become values of its type. Values that do not convert are listed before anything is changed; the old ones are kept until trellis migrate --contract.
 */
export interface ConversionDeclaration1 {
  /**
   * Type that the field had.
   */
  type: 'text' | 'long-text' | 'email' | 'phone' | 'url' | 'integer' | 'decimal' | 'money' | 'percent' | 'quantity' | 'boolean' | 'date' | 'datetime' | 'enum';
  readonly expression: Expression;
}
/**
 * One option of an enum field.
 */
export interface OptionDeclaration {
  readonly label: Text;
  readonly formerly?: FormerOptions;
  readonly color?: Color;
}
/**
 * The states a record passes through and the transitions between them; the field is called state. It is reached by transitions alone.
 */
export interface LifecycleDeclaration {
  /**
   * State of a new record.
   */
  readonly initial: string;
  readonly states: {
    [k: string]: StateDeclaration;
  };
  readonly transitions: {
    [k: string]: TransitionDeclaration;
  };
}
export interface StateDeclaration {
  readonly label: Text;
  readonly color?: Color;
  readonly formerly?: FormerOptions;
  /**
   * The record can neither be changed nor deleted in this state. Unsaid: false, but true for every state of a document except the initial one.
   */
  readonly frozen?: boolean;
  /**
   * Fields that may not be empty in this state. A transition into it asks for those that are empty and keeps the answers.
   *
   * @maxItems 50
   */
  readonly required?: readonly FieldName[];
}
export interface TransitionDeclaration {
  readonly label: Text;
  /**
   * States it starts from.
   *
   * @minItems 1
   */
  readonly from: readonly string[];
  /**
   * State it leads to. Unsaid: it stays where it is, and the transition is an action.
   */
  readonly to?: string;
  readonly guard?: Expression;
  readonly message?: Text;
  /**
   * The usual next step; its button is filled.
   */
  readonly primary?: boolean;
  readonly ask?: Text;
  /**
   * Fields to set as it runs, by expression.
   */
  readonly set?: {
    [k: string]: Expression;
  };
  /**
   * Said where a record that may belong to no company sets what belongs to companies: whoever sees it sees a value of another company. See docs/companies.md.
   */
  readonly acrossCompanies?: boolean;
  /**
   * What is asked when it runs; steps and set read it as input.name.
   */
  readonly input?: {
    [k: string]: FieldDeclaration;
  };
  /**
   * Steps in the same transaction, after the record is written.
   *
   * @maxItems 50
   */
  readonly steps?: readonly StepDeclaration[];
  readonly reason?: FieldName;
  readonly fourEyes?: FourEyesDeclaration;
  readonly undo?: UndoDeclaration;
}
/**
 * Makes a record.
 */
export interface CreateStep {
  /**
   * Makes a record.
   */
  readonly step: 'create';
  readonly key?: FieldName;
  readonly name?: FieldName;
  readonly when?: Expression;
  readonly entity: EntityId;
  /**
   * Fields by expression.
   */
  readonly fields: {
    [k: string]: Expression;
  };
  /**
   * Lines to make, by lines field.
   */
  readonly lines?: {
    [k: string]: StepLines;
  };
  /**
   * Said where a record that may belong to no company is given what belongs to companies: whoever sees it sees a value of another company. See docs/companies.md.
   */
  readonly acrossCompanies?: boolean;
  /**
   * Background only: whether the run goes on when the step has failed for good; the step stays marked in the run.
   */
  readonly onError?: 'stop' | 'continue';
}
/**
 * Lines made of the elements of a list.
 */
export interface StepLines {
  readonly each?: Expression;
  readonly as?: FieldName;
  readonly when?: Expression;
  /**
   * Fields of the line, by expression.
   */
  readonly fields: {
    [k: string]: Expression;
  };
}
/**
 * Makes a document out of the record, and remembers that it came of it.
 */
export interface ConvertStep {
  /**
   * Makes a document out of the record, and remembers that it came of it.
   */
  readonly step: 'convert';
  readonly key?: FieldName;
  readonly name?: FieldName;
  readonly when?: Expression;
  readonly entity: EntityId;
  readonly of?: Expression;
  /**
   * Fields by expression.
   */
  readonly fields: {
    [k: string]: Expression;
  };
  /**
   * Lines to make, by lines field.
   */
  readonly lines?: {
    [k: string]: StepLines;
  };
  /**
   * Said where a record that may belong to no company is given what belongs to companies: whoever sees it sees a value of another company. See docs/companies.md.
   */
  readonly acrossCompanies?: boolean;
  /**
   * Background only: whether the run goes on when the step has failed for good; the step stays marked in the run.
   */
  readonly onError?: 'stop' | 'continue';
}
/**
 * Makes the next version of the record: a copy in the first state, numbered like the first version with -1, -2 and so on at its end. Both are linked in the chain of documents. Stands in a transition that leads out of the states it starts from, for instance from confirmed to superseded.
 */
export interface AmendStep {
  /**
   * Makes the next version of the record.
   */
  readonly step: 'amend';
  readonly key?: FieldName;
  readonly name?: FieldName;
  readonly when?: Expression;
  /**
   * Fields in which the next version differs, by expression.
   */
  readonly fields?: {
    [k: string]: Expression;
  };
  /**
   * Said where a record that may belong to no company is given what belongs to companies: whoever sees it sees a value of another company. See docs/companies.md.
   */
  readonly acrossCompanies?: boolean;
  /**
   * Background only: whether the run goes on when the step has failed for good; the step stays marked in the run.
   */
  readonly onError?: 'stop' | 'continue';
}
/**
 * Changes a record.
 */
export interface UpdateStep {
  /**
   * Changes a record.
   */
  readonly step: 'update';
  readonly key?: FieldName;
  readonly name?: FieldName;
  readonly when?: Expression;
  readonly record?: Expression;
  /**
   * Fields by expression.
   */
  readonly fields?: {
    [k: string]: Expression;
  };
  /**
   * Lines to add, by lines field.
   */
  readonly lines?: {
    [k: string]: StepLines;
  };
  /**
   * Said where a record that may belong to no company is given what belongs to companies: whoever sees it sees a value of another company. See docs/companies.md.
   */
  readonly acrossCompanies?: boolean;
  /**
   * Background only: whether the run goes on when the step has failed for good; the step stays marked in the run.
   */
  readonly onError?: 'stop' | 'continue';
}
/**
 * Names a value, so that later steps need not say how it is worked out.
 */
export interface LetStep {
  /**
   * Names a value.
   */
  readonly step: 'let';
  readonly key?: FieldName;
  readonly name: FieldName;
  readonly when?: Expression;
  readonly value: Expression;
}
/**
 * Finds a record, or a list of them.
 */
export interface FindStep {
  /**
   * Finds a record, or a list of them.
   */
  readonly step: 'find';
  readonly key?: FieldName;
  readonly name: FieldName;
  readonly when?: Expression;
  readonly entity: EntityId;
  readonly where?: Expression;
  /**
   * Field, and ASC or DESC.
   *
   * @minItems 1
   * @maxItems 2
   */
  readonly sort?: readonly string[];
  /**
   * All that are found (at most 1,000) instead of the first.
   */
  readonly all?: boolean;
  /**
   * Background only: whether the run goes on when the step has failed for good; the step stays marked in the run.
   */
  readonly onError?: 'stop' | 'continue';
  /**
   * Nobody else changes what is found until the transaction ends; whoever looks too waits.
   */
  readonly lock?: boolean;
}
/**
 * Runs a transition of a record.
 */
export interface TransitionStep {
  /**
   * Runs a transition of a record.
   */
  readonly step: 'transition';
  readonly key?: FieldName;
  readonly name?: FieldName;
  readonly when?: Expression;
  readonly record?: Expression;
  readonly transition: KebabName;
  /**
   * Its input, by expression.
   */
  readonly input?: {
    [k: string]: Expression;
  };
  /**
   * Said where a record that may belong to no company is given what belongs to companies: whoever sees it sees a value of another company. See docs/companies.md.
   */
  readonly acrossCompanies?: boolean;
  /**
   * Background only: whether the run goes on when the step has failed for good; the step stays marked in the run.
   */
  readonly onError?: 'stop' | 'continue';
}
/**
 * Adds entries to a ledger.
 */
export interface PostStep {
  /**
   * Adds entries to a ledger.
   */
  readonly step: 'post';
  readonly key?: FieldName;
  readonly when?: Expression;
  readonly ledger: EntityId;
  readonly of?: Expression;
  readonly each?: Expression;
  readonly as?: FieldName;
  readonly date?: Expression;
  /**
   * Each dimension, by expression.
   */
  readonly dimensions: {
    [k: string]: Expression;
  };
  /**
   * What is added to each measure; balance.measure is what there is, posted.measure what has been posted for the same record or line in that place. An entry without any figure is passed over.
   */
  readonly measures: {
    [k: string]: Expression;
  };
  /**
   * Dimensions of a second entry that takes the opposite of every measure.
   */
  readonly counter?: {
    [k: string]: Expression;
  };
  readonly for?: Expression;
  /**
   * Background only: whether the run goes on when the step has failed for good; the step stays marked in the run.
   */
  readonly onError?: 'stop' | 'continue';
}
/**
 * Adds the opposite of every entry that a record posted and that is not reversed yet.
 */
export interface ReverseStep {
  /**
   * Adds the opposite of every entry that a record posted and that is not reversed yet.
   */
  readonly step: 'reverse';
  readonly key?: FieldName;
  readonly name?: FieldName;
  readonly when?: Expression;
  readonly ledger?: EntityId;
  readonly of?: Expression;
  readonly date?: Expression;
  /**
   * Background only: whether the run goes on when the step has failed for good; the step stays marked in the run.
   */
  readonly onError?: 'stop' | 'continue';
}
/**
 * Refuses the change with a message; inline only.
 */
export interface RefuseStep {
  /**
   * Refuses the change with a message; inline only.
   */
  readonly step: 'refuse';
  readonly key?: FieldName;
  readonly name?: FieldName;
  readonly when?: Expression;
  readonly message: Text;
  /**
   * Field that the message is shown at.
   */
  readonly field?: string;
}
/**
 * Ends the steps.
 */
export interface StopStep {
  /**
   * Ends the steps.
   */
  readonly step: 'stop';
  readonly key?: FieldName;
  readonly name?: FieldName;
  readonly when?: Expression;
}
/**
 * Goes one of two ways.
 */
export interface IfStep {
  /**
   * Goes one of two ways.
   */
  readonly step: 'if';
  readonly key?: FieldName;
  readonly name?: FieldName;
  readonly when?: Expression;
  readonly condition: Expression;
  /**
   * Steps when it holds.
   *
   * @minItems 1
   * @maxItems 50
   */
  readonly then: readonly StepDeclaration[];
  /**
   * Steps when it does not.
   *
   * @minItems 1
   * @maxItems 50
   */
  readonly else?: readonly StepDeclaration[];
}
/**
 * Does steps for each element of a list.
 */
export interface ForEachStep {
  /**
   * Does steps for each element of a list.
   */
  readonly step: 'for-each';
  readonly key?: FieldName;
  readonly name?: FieldName;
  readonly when?: Expression;
  readonly each: Expression;
  readonly as: FieldName;
  /**
   * Steps for each element.
   *
   * @minItems 1
   * @maxItems 50
   */
  readonly steps: readonly StepDeclaration[];
}
/**
 * Waits; background only.
 */
export interface DelayStep {
  /**
   * Waits; background only.
   */
  readonly step: 'delay';
  readonly key?: FieldName;
  readonly name?: FieldName;
  readonly when?: Expression;
  readonly until?: Expression;
  /**
   * How long to wait instead.
   */
  readonly minutes?: number;
  /**
   * Background only: whether the run goes on when the step has failed for good; the step stays marked in the run.
   */
  readonly onError?: 'stop' | 'continue';
}
/**
 * Puts a notice into the bell of users.
 */
export interface NotifyStep {
  /**
   * Puts a notice into the bell of users.
   */
  readonly step: 'notify';
  readonly key?: FieldName;
  readonly name?: FieldName;
  readonly when?: Expression;
  readonly to: Expression;
  readonly title: Saying;
  readonly text?: Saying;
  readonly about?: Expression;
  /**
   * Background only: whether the run goes on when the step has failed for good; the step stays marked in the run.
   */
  readonly onError?: 'stop' | 'continue';
}
/**
 * Sends an e-mail; background only.
 */
export interface EmailStep {
  /**
   * Sends an e-mail; background only.
   */
  readonly step: 'email';
  readonly key?: FieldName;
  readonly name?: FieldName;
  readonly when?: Expression;
  readonly to: Expression;
  readonly subject: Expression;
  readonly text: Expression;
  /**
   * Background only: whether the run goes on when the step has failed for good; the step stays marked in the run.
   */
  readonly onError?: 'stop' | 'continue';
}
/**
 * Calls a step that the plugin has written in TypeScript.
 */
export interface CallStep {
  /**
   * Calls a step that the plugin has written in TypeScript.
   */
  readonly step: 'call';
  readonly key?: FieldName;
  readonly name?: FieldName;
  readonly when?: Expression;
  readonly handler: KebabName;
  /**
   * What it is given, by expression.
   */
  readonly input?: {
    [k: string]: Expression;
  };
  /**
   * Background only: whether the run goes on when the step has failed for good; the step stays marked in the run.
   */
  readonly onError?: 'stop' | 'continue';
}
/**
 * A second pair of eyes: whoever made the record, or ran one of the named transitions of it, may not run this one. Owners may change; who made it does not.
 */
export interface FourEyesDeclaration {
  /**
   * Whether it is refused to whoever made the record.
   */
  readonly maker?: boolean;
  /**
   * Transitions of which whoever ran one of this record, at any time, may not run this one.
   *
   * @maxItems 20
   */
  readonly transitions?: readonly KebabName[];
}
/**
 * It can be undone as long as nothing was built upon it: state and what it set come back, what it posted is reversed. Its steps, and those of inline workflows on it, may only post, reverse, find, refuse and notify.
 */
export interface UndoDeclaration {
  /**
   * Minutes after which it stands; unsaid: it can be undone at any time.
   */
  readonly within?: number;
}
/**
 * What a ledger counts: measures, kept as one balance row for each combination of its dimensions. Entries come from postings alone.
 */
export interface LedgerDeclaration {
  /**
   * Fields that a balance is kept by, for instance product and warehouse.
   *
   * @minItems 1
   * @maxItems 8
   */
  readonly dimensions: readonly FieldName[];
  /**
   * Number fields that are added up.
   *
   * @minItems 1
   * @maxItems 12
   */
  readonly measures: readonly FieldName[];
  readonly balance: BalanceDeclaration;
  /**
   * What must hold for each balance row, at any moment and under any concurrency, by key.
   */
  readonly constraints?: {
    [k: string]: ConstraintDeclaration;
  };
  /**
   * Measures of which the entries of one posting add up to zero.
   */
  readonly zeroSum?: readonly FieldName[];
  readonly valuation?: ValuationDeclaration;
}
/**
 * The balances of a ledger as the screens and the API show them: an entity of its own that nobody writes.
 */
export interface BalanceDeclaration {
  readonly name: KebabName;
  readonly plural: KebabName;
  readonly label: Text;
  readonly labelPlural: Text;
  readonly description?: Text;
  readonly icon?: Icon;
  /**
   * Shown in the menu.
   */
  readonly menu?: boolean;
  /**
   * Place in the group; smaller comes first.
   */
  readonly order?: number;
  readonly title: Expression;
  /**
   * Formulas over the row, for instance available = onHand - reserved.
   */
  readonly fields?: {
    [k: string]: FormulaField;
  };
}
export interface ConstraintDeclaration {
  readonly expression: Expression;
  readonly message: Text;
}
/**
 * What entries are worth when the posting does not say: what goes out takes its share of the value, the last piece all that is left.
 */
export interface ValuationDeclaration {
  /**
   * How the share is found.
   */
  readonly method: 'moving-average';
  readonly quantity: FieldName;
  readonly value: FieldName;
}
/**
 * Records that are somebody's to do by a day; they are gathered on the page My day.
 */
export interface AgendaDeclaration {
  readonly owner: FieldName;
  readonly due: FieldName;
  readonly open?: Expression;
}
export interface UniqueDeclaration {
  /**
   * @minItems 1
   * @maxItems 6
   */
  readonly fields: readonly string[];
  readonly message?: Text;
}
export interface CheckDeclaration {
  readonly expression: Expression;
  readonly message: Text;
  /**
   * Field that the message is shown at. Where the expression says something of each line, as lines.all and lines.unique do, it is shown at the lines that break it; lines.quantity names their field.
   */
  readonly field?: string;
}
export interface NoOverlapDeclaration {
  /**
   * Fields whose equal values make two records rivals, for instance room. A record in which one of them is empty has no rival. Unsaid: all records are rivals.
   *
   * @maxItems 6
   */
  readonly by?: readonly FieldName[];
  readonly from: FieldName;
  readonly to: FieldName;
  /**
   * inclusive: the end belongs to the period. half-open: the next may begin in the moment this one ends. Unsaid: inclusive for dates, half-open for datetimes.
   */
  readonly bounds?: 'inclusive' | 'half-open';
  readonly where?: Expression;
  readonly message?: Text;
}
/**
 * Records that lie within each other: categories, accounts, places. No record lies within itself, whoever moves what at the same time.
 */
export interface TreeDeclaration {
  readonly parent: FieldName;
  /**
   * Most levels, the top among them.
   */
  readonly maxDepth?: number;
}
/**
 * Records that are valid from one day to another, of which one at most is valid for each combination of keys on each day: prices, rates, salaries.
 */
export interface DatedDeclaration {
  /**
   * Fields that say what is valid, for instance product and priceList. An empty one is a value like any other.
   *
   * @minItems 1
   * @maxItems 6
   */
  readonly by: readonly FieldName[];
  readonly from: FieldName;
  readonly to: FieldName;
  /**
   * A new record ends the one that was valid until further notice on the day before.
   */
  readonly closesEarlier?: boolean;
  readonly message?: Text;
}
/**
 * Amounts of the record are in a currency of its own; fields with "converts" hold them in the currency of the company. In one and the same currency the rate is 1.
 */
export interface ExchangeDeclaration {
  readonly currency: FieldName;
  readonly companyCurrency: FieldName;
  readonly date: FieldName;
  readonly rate: FieldName;
}
/**
 * Of the kind query: where its rows come from, either one entity (from, where, values) or several (union). The caller's rights hold for every record that is read on the way.
 */
export interface QueryDeclaration {
  readonly from?: EntityId;
  readonly where?: Expression;
  /**
   * For each field its value, over a record of that entity: customer, parent.orderDate, quantity * price. Of a reference, also one to any of several entities, the path to a record, or id for the record itself.
   */
  readonly values?: {
    [k: string]: Expression;
  };
  /**
   * Rows of several entities, in place of from, where and values: each branch gives values for the fields of the query.
   */
  readonly union?: {
    [k: string]: QueryBranchDeclaration;
  };
  /**
   * Fields that are figures over many records. With them there is one row for each combination of values.
   */
  readonly measures?: {
    [k: string]: QueryMeasureDeclaration;
  };
}
/**
 * Rows of a union that come from one entity.
 */
export interface QueryBranchDeclaration {
  readonly from: EntityId;
  readonly where?: Expression;
  /**
   * For each field its value, over a record of that entity, also of fields that are measures. A field that is not named is empty in its rows.
   */
  readonly values: {
    [k: string]: Expression;
  };
}
export interface QueryMeasureDeclaration {
  /**
   * What is made of them.
   */
  readonly of: 'count' | 'sum' | 'avg' | 'min' | 'max';
  readonly value?: Expression;
}
/**
 * extensions/NAME.json: what this plugin adds to another plugin's entity. Anchored on keys, never on positions; gone when the plugin is gone, its columns kept.
 */
export interface ExtensionDeclaration {
  $schema?: string;
  readonly entity: EntityId;
  /**
   * Fields to add.
   */
  readonly fields?: {
    [k: string]: FieldDeclaration;
  };
  /**
   * Options to add to enum fields, by field.
   */
  readonly options?: {
    [k: string]: {
      [k: string]: OptionDeclaration;
    };
  };
  /**
   * Transitions to add to the lifecycle.
   */
  readonly transitions?: {
    [k: string]: TransitionDeclaration;
  };
  /**
   * Conditions that transitions must satisfy beside those that they have, by transition and key.
   */
  readonly guards?: {
    [k: string]: {
      [k: string]: GuardDeclaration;
    };
  };
  /**
   * Steps to add to transitions of the entity, or to workflows.
   *
   * @maxItems 20
   */
  readonly steps?: readonly StepInsertion[];
  /**
   * Rules to add.
   */
  readonly checks?: {
    [k: string]: CheckDeclaration;
  };
  /**
   * Branches to add to a query over several entities, by key: rows of entities that this plugin may use. The field that tells of which record a row is points to them too.
   */
  readonly union?: {
    [k: string]: QueryBranchDeclaration;
  };
  /**
   * Fields to add to the list; at its end unless anchored.
   */
  readonly columns?: readonly ExtraColumn[];
  /**
   * Fields to offer as filters; at the end unless anchored.
   */
  readonly filters?: readonly ExtraColumn[];
  /**
   * Places for the added fields: a section of the entity named by its key, or a new one.
   */
  readonly sections?: readonly ExtraSection[];
  readonly changes?: ChangesDeclaration;
}
/**
 * A condition that is added to a transition.
 */
export interface GuardDeclaration {
  readonly expression: Expression;
  readonly message?: Text;
}
/**
 * Steps added at one place of a transition or workflow.
 */
export interface StepInsertion {
  /**
   * A transition of the entity, or the id of a workflow of a plugin that this one depends on, for instance crm.lead-follow-up.
   */
  readonly in: string;
  /**
   * Before all steps, or after all.
   */
  readonly at?: 'start' | 'end';
  readonly before?: FieldName;
  readonly after?: FieldName;
  /**
   * What is done there, in order.
   *
   * @minItems 1
   * @maxItems 20
   */
  readonly steps: readonly StepDeclaration[];
}
export interface AnchoredColumn {
  readonly field: FieldName;
  readonly before?: FieldName;
  readonly after?: FieldName;
}
/**
 * Places in a section.
 */
export interface ExtraSection {
  readonly key: FieldName;
  readonly label?: Text;
  readonly before?: FieldName;
  readonly after?: FieldName;
  /**
   * Fields in order; at the end unless anchored.
   *
   * @minItems 1
   */
  readonly fields: readonly ExtraPlace[];
}
export interface AnchoredPlace {
  readonly field: FieldName;
  /**
   * Columns of the grid that it takes.
   */
  readonly width?: number;
  readonly before?: FieldName;
  readonly after?: FieldName;
}
/**
 * Changes of what the entity has already, by key. A plugin may give texts in a language in which there are none yet; the workspace alone changes what is there.
 */
export interface ChangesDeclaration {
  readonly label?: Text;
  readonly labelPlural?: Text;
  readonly description?: Text;
  readonly icon?: Icon;
  /**
   * Shown in the menu.
   */
  readonly menu?: boolean;
  /**
   * Place in the menu group.
   */
  readonly order?: number;
  /**
   * By field.
   */
  readonly fields?: {
    [k: string]: FieldChange;
  };
  /**
   * By state of the lifecycle.
   */
  readonly states?: {
    [k: string]: OptionChange;
  };
  /**
   * By transition.
   */
  readonly transitions?: {
    [k: string]: TransitionChange;
  };
  /**
   * By rule.
   */
  readonly checks?: {
    [k: string]: CheckChange;
  };
}
export interface FieldChange {
  readonly label?: Text;
  readonly help?: Text;
  /**
   * A record cannot be saved without a value.
   */
  readonly required?: boolean;
  /**
   * Never written from outside.
   */
  readonly readOnly?: boolean;
  /**
   * Value of a new record when none is given.
   */
  readonly default?: string | number | boolean | null;
  /**
   * Of an enum field, by option.
   */
  readonly options?: {
    [k: string]: OptionChange;
  };
}
export interface OptionChange {
  readonly label?: Text;
  readonly color?: Color;
}
export interface TransitionChange {
  readonly label?: Text;
  readonly ask?: Text;
  readonly message?: Text;
  /**
   * The usual next step.
   */
  readonly primary?: boolean;
}
export interface CheckChange {
  readonly message?: Text;
}
/**
 * GET /api/meta: the model that the caller may see, in the caller's language.
 */
export interface Meta {
  /**
   * Changes with the model, the rights and the language.
   */
  readonly version: string;
  /**
   * Language of every label in it.
   */
  readonly locale: 'en' | 'vi';
  readonly app: MetaApp;
  readonly user: MetaUser;
  /**
   * Groups of the menu, in order.
   */
  readonly groups: readonly MetaGroup[];
  /**
   * Entities in order of the menu, lines among them.
   */
  readonly entities: readonly MetaEntity[];
}
/**
 * How the installation is called.
 */
export interface MetaApp {
  /**
   * Name shown in the top bar.
   */
  readonly name: string;
  /**
   * Address of the logo.
   */
  readonly logo: string | null;
}
/**
 * Who is signed in.
 */
export interface MetaUser {
  /**
   * Id of the core.user record.
   */
  readonly id: string;
  /**
   * Name.
   */
  readonly name: string;
  /**
   * E-mail address.
   */
  readonly email: string | null;
  /**
   * Labels of the roles.
   */
  readonly roles: readonly string[];
  /**
   * The roles as expressions know them: user.roles.
   */
  readonly roleIds: readonly string[];
  /**
   * Ids of the teams: user.teams in expressions.
   */
  readonly teamIds: readonly string[];
  /**
   * May do everything.
   */
  readonly isAdministrator: boolean;
  /**
   * Nothing else is allowed before the password is changed.
   */
  readonly mustChangePassword: boolean;
  /**
   * Ids of the companies that the user works for: user.companies in expressions. With several, one is chosen by the header X-Trellis-Company.
   */
  readonly companyIds: readonly string[];
  /**
   * There are several companies, and the user was given none: documents that belong to one are not shown.
   */
  readonly lacksCompany: boolean;
  /**
   * The language that the user once chose; null for none.
   */
  readonly locale: 'en' | 'vi' | null;
}
/**
 * A group of the menu: one plugin.
 */
export interface MetaGroup {
  /**
   * Plugin id.
   */
  readonly id: string;
  /**
   * Heading.
   */
  readonly label: string;
  /**
   * Icon name.
   */
  readonly icon: string;
}
/**
 * One entity as the caller may see it.
 */
export interface MetaEntity {
  /**
   * For instance crm.lead.
   */
  readonly id: string;
  /**
   * Resource and path under /api, for instance crm/leads.
   */
  readonly path: string;
  /**
   * Plugin id.
   */
  readonly group: string;
  /**
   * Kind.
   */
  readonly kind: 'record' | 'document' | 'line' | 'ledger' | 'balance' | 'settings' | 'query';
  /**
   * One of them.
   */
  readonly label: string;
  /**
   * Several.
   */
  readonly labelPlural: string;
  /**
   * What it is for.
   */
  readonly description: string | null;
  /**
   * Icon name.
   */
  readonly icon: string;
  /**
   * Shown in the menu.
   */
  readonly menu: boolean;
  readonly can: MetaRights;
  /**
   * Fields the caller may read, in order; createdAt, createdBy, updatedAt, updatedBy at the end.
   */
  readonly fields: readonly MetaField[];
  /**
   * States of the lifecycle, in order; empty without one. The field is called state.
   */
  readonly states: readonly MetaState[];
  /**
   * Transitions the caller may run in some row at least.
   */
  readonly transitions: readonly MetaTransition[];
  readonly list: MetaList;
  /**
   * Sections of record page and form; every field that the caller may read, that is no system field and not hidden for good, is in exactly one.
   */
  readonly sections: readonly MetaSection[];
  /**
   * Of a ledger and of its balances: what is counted.
   */
  readonly ledger: MetaLedger | null;
  /**
   * Found by full-text search.
   */
  readonly search: boolean;
  /**
   * Of records that lie within each other: the field that names the record above.
   */
  readonly tree: string | null;
  /**
   * Of records that are valid from one day to another: the fields that say so.
   */
  readonly dated: null | MetaPeriod;
  /**
   * Of a query: where its rows come from.
   */
  readonly query: null | MetaQuery;
  /**
   * What the platform takes the records for.
   */
  readonly plays?: 'company' | 'unit' | 'currency' | 'exchange-rate';
  /**
   * Dotted path to the company that a record belongs to; of a line that of its owner says it. Unsaid where records belong to none.
   */
  readonly company?: string;
  readonly exchange?: MetaExchange;
}
/**
 * What the caller may do with some rows at least.
 */
export interface MetaRights {
  /**
   * Make.
   */
  readonly create: boolean;
  /**
   * Change.
   */
  readonly update: boolean;
  /**
   * Delete.
   */
  readonly delete: boolean;
  /**
   * Import.
   */
  readonly import: boolean;
  /**
   * Export.
   */
  readonly export: boolean;
}
/**
 * One field.
 */
export interface MetaField {
  /**
   * Name.
   */
  readonly name: string;
  /**
   * Type of its values; a formula has the type of its result.
   */
  type:
    | 'text'
    | 'long-text'
    | 'email'
    | 'phone'
    | 'url'
    | 'integer'
    | 'decimal'
    | 'money'
    | 'percent'
    | 'quantity'
    | 'boolean'
    | 'date'
    | 'datetime'
    | 'enum'
    | 'reference'
    | 'lines'
    | 'many-to-many'
    | 'sequence'
    | 'address'
    | 'image'
    | 'color'
    | 'rating'
    | 'duration'
    | 'time'
    | 'barcode'
    | 'multi-enum'
    | 'tags'
    | 'emails'
    | 'phones'
    | 'geo-point'
    | 'person-name'
    | 'json'
    | 'secret'
    | 'rich-text'
    | 'markdown'
    | 'file'
    | 'files'
    | 'signature'
    | 'any-reference';
  /**
   * Name on the screen.
   */
  readonly label: string;
  /**
   * A sentence under it.
   */
  readonly help: string | null;
  /**
   * Needs a value.
   */
  readonly required: boolean;
  /**
   * What kind of data it is, where it is not ordinary.
   */
  readonly dataClass?: 'personal' | 'secret';
  readonly address?: MetaAddress;
  /**
   * Entity ids that a reference to any of several may point to.
   */
  readonly targets?: readonly string[];
  /**
   * Of a reference that stands for one entity of several: the field that is written.
   */
  readonly partOf?: string;
  /**
   * Kinds of files that are taken; without it any kind.
   */
  readonly mediaTypes?: readonly string[];
  /**
   * Most elements of a list.
   */
  readonly maxItems?: number;
  /**
   * Largest file in bytes.
   */
  readonly maxBytes?: number;
  /**
   * Of a line: no two lines of a record have the same.
   */
  readonly distinct?: boolean;
  /**
   * An example shown in the empty input.
   */
  readonly placeholder?: string;
  /**
   * Condition over the record: needs a value while it holds and the field is shown.
   */
  readonly requiredWhen?: string;
  /**
   * Condition over the record: cannot be written while it holds.
   */
  readonly readOnlyWhen?: string;
  /**
   * Condition over the record: shown while it holds.
   */
  readonly visibleWhen?: string;
  /**
   * May be given when a record is made.
   */
  readonly writable: boolean;
  /**
   * May be changed afterwards.
   */
  readonly changeable: boolean;
  /**
   * A formula or a sequence.
   */
  readonly computed: boolean;
  /**
   * May be sorted by.
   */
  readonly sortable: boolean;
  /**
   * May be filtered by.
   */
  readonly filterable: boolean;
  /**
   * Options of an enum.
   */
  readonly options?: readonly MetaOption[];
  /**
   * Entity id that a reference, many-to-many or lines field points to.
   */
  readonly target?: string;
  /**
   * Expression over the target that limits what may be chosen.
   */
  readonly choices?: string;
  /**
   * Filled in when there is exactly one record to choose.
   */
  readonly onlyChoice?: boolean;
  /**
   * Digits after the point.
   */
  readonly scale?: number;
  /**
   * Smallest value.
   */
  readonly min?: number;
  /**
   * Largest value.
   */
  readonly max?: number;
  /**
   * Longest text.
   */
  readonly maxLength?: number;
  /**
   * Regular expression of the whole text.
   */
  readonly pattern?: string;
  /**
   * What codes a barcode takes: gtin, isbn or code128.
   */
  readonly format?: string;
  /**
   * Dotted path of currency or unit beside the number.
   */
  readonly unit?: string;
  /**
   * Dotted path of the unit that a price is for one of.
   */
  readonly per?: string;
  /**
   * Of an amount in the currency of the company: the amount of the record that it holds.
   */
  readonly converts?: string;
  /**
   * Constant that a new record starts with.
   */
  readonly default?: string | number | boolean | null;
  /**
   * Of settings: left empty, what the installation says or what is declared holds, so a new record does not start with the constant.
   */
  readonly inherits?: boolean;
  /**
   * Expression that a new record starts with.
   */
  readonly defaultExpression?: string;
  /**
   * Dotted path copied when the reference is chosen.
   */
  readonly fetch?: string;
  readonly fetchDated?: MetaDatedFetch;
  /**
   * Expression of a formula, for live totals in the form.
   */
  readonly formula?: string;
  /**
   * Fewest lines.
   */
  readonly minLines?: number;
  /**
   * Most lines.
   */
  readonly maxLines?: number;
  readonly rollup?: MetaRollup;
}
/**
 * Of an address: the country where none is given, whether it must be whole, and the entity that regions are chosen from.
 */
export interface MetaAddress {
  /**
   * ISO 3166 alpha-2 code.
   */
  readonly country: string | null;
  /**
   * Parts that the country needs must be there.
   */
  readonly complete: boolean;
  /**
   * Entity id.
   */
  readonly regions: string | null;
}
/**
 * One option.
 */
export interface MetaOption {
  /**
   * Key.
   */
  readonly value: string;
  /**
   * Name on the screen.
   */
  readonly label: string;
  /**
   * Colour of the palette.
   */
  readonly color: string;
}
/**
 * What is valid on a day, copied when what it is looked up by is chosen.
 */
export interface MetaDatedFetch {
  /**
   * The dated entity.
   */
  readonly entity: string;
  /**
   * Its field.
   */
  readonly field: string;
  /**
   * By key the field that says which; parent.… of a line's owner.
   */
  readonly by: {
    [k: string]: string;
  };
  /**
   * Keys without which it is looked up again.
   */
  readonly general: readonly string[];
  /**
   * Field that says the day; unsaid: today.
   */
  readonly on?: string;
  /**
   * Dotted path to what is copied where nothing is valid.
   */
  readonly otherwise?: string;
}
/**
 * Of what other records add up to: where these are found.
 */
export interface MetaRollup {
  /**
   * Id of their entity; of a ledger that of its entries.
   */
  readonly entity: string;
  /**
   * Field that is summed up; unsaid where they are counted.
   */
  readonly of?: string;
  /**
   * Their field that names this record.
   */
  readonly by: string;
}
/**
 * One state.
 */
export interface MetaState {
  /**
   * Key.
   */
  readonly name: string;
  /**
   * Name on the screen.
   */
  readonly label: string;
  /**
   * Colour of the palette.
   */
  readonly color: string;
  /**
   * Cannot be changed in it.
   */
  readonly frozen: boolean;
  /**
   * A new record starts in it.
   */
  readonly initial: boolean;
}
/**
 * One transition.
 */
export interface MetaTransition {
  /**
   * Key; the action of POST …/actions/NAME.
   */
  readonly name: string;
  /**
   * Text of the button.
   */
  readonly label: string;
  /**
   * States it starts from.
   */
  readonly from: readonly string[];
  /**
   * State it leads to; null when it stays.
   */
  readonly to: string | null;
  /**
   * The usual next step.
   */
  readonly primary: boolean;
  /**
   * Question before it runs.
   */
  readonly ask: string | null;
  /**
   * What is asked before it runs; sent as the body, by name.
   */
  readonly input: readonly MetaField[];
  /**
   * Fields of the record that the transition asks for.
   */
  readonly asks: readonly MetaAsked[];
  readonly quantity: MetaTaken;
}
/**
 * A field of the record that is asked and kept.
 */
export interface MetaAsked {
  /**
   * Name of the field; sent in the body beside the input.
   */
  readonly field: string;
  /**
   * Asked each time, as a reason is; otherwise only where the record has no value.
   */
  readonly always: boolean;
}
/**
 * The table.
 */
export interface MetaList {
  /**
   * Fields in order.
   */
  readonly columns: readonly string[];
  /**
   * Fields offered as filters.
   */
  readonly filters: readonly string[];
  /**
   * Field and ASC or DESC.
   *
   * @minItems 2
   * @maxItems 2
   */
  readonly sort: readonly string[];
  /**
   * Columns or sorting are the user's own, kept by PUT /api/auth/me/lists/{entity}.
   */
  readonly isPersonal: boolean;
}
/**
 * One section.
 */
export interface MetaSection {
  /**
   * Stable name.
   */
  readonly key: string;
  /**
   * Heading.
   */
  readonly label: string | null;
  /**
   * Fields in order.
   */
  readonly fields: readonly MetaPlace[];
}
/**
 * A field on the grid of 12 columns.
 */
export interface MetaPlace {
  /**
   * Field name.
   */
  readonly field: string;
  /**
   * Columns it takes.
   */
  readonly width: number;
}
/**
 * What a ledger counts.
 */
export interface MetaLedger {
  /**
   * Id of the entity of the entries.
   */
  readonly entries: string;
  /**
   * Id of the entity of the balances.
   */
  readonly balances: string;
  /**
   * Fields that balances are kept by.
   */
  readonly dimensions: readonly string[];
  /**
   * Fields that are added up.
   */
  readonly measures: readonly string[];
}
/**
 * Two date fields.
 */
export interface MetaPeriod {
  /**
   * First day.
   */
  readonly from: string;
  /**
   * Last day; empty: without end.
   */
  readonly to: string;
}
/**
 * What is behind the rows of a query.
 */
export interface MetaQuery {
  /**
   * The entities that are read; several of a union.
   */
  readonly branches: readonly MetaQueryBranch[];
  /**
   * Whether a row stands for several records.
   */
  readonly grouped: boolean;
  /**
   * Of a union: the field that says of which record a row is. Otherwise the id of a row that is not grouped is that of its record.
   */
  readonly record?: string;
}
/**
 * An entity that a query reads.
 */
export interface MetaQueryBranch {
  /**
   * The entity that is read.
   */
  readonly from: string;
  /**
   * By field of the query the path of the entity that it is the value of, to find the records behind a row.
   */
  readonly filters: {
    [k: string]: string;
  };
}
/**
 * Of records in a currency of their own, for those who may see it: the fields that say which, that of the company, and the rate.
 */
export interface MetaExchange {
  /**
   * Reference to the currency of the amounts.
   */
  readonly currency: string;
  /**
   * Reference to the currency that they are converted into.
   */
  readonly companyCurrency: string;
  /**
   * The field that the rate is kept in.
   */
  readonly rate: string;
}
/**
 * One of GET /api/meta/settings: a setting of a plugin that conditions and defaults of what the caller sees read, with what holds for whom.
 */
export interface MetaSetting {
  /**
   * Plugin, field, and what follows it through references: settings.PLUGIN.FIELD in expressions.
   */
  readonly path: readonly string[];
  /**
   * Type of its value; a record is told as its id.
   */
  readonly kind: 'text' | 'number' | 'boolean' | 'date' | 'instant' | 'record';
  /**
   * Entity id of a record.
   */
  readonly target: string | null;
  /**
   * First what holds in general, then for each company that has settings of its own.
   */
  readonly values: readonly MetaSettingValue[];
}
/**
 * What holds in one company.
 */
export interface MetaSettingValue {
  /**
   * Id; null for every company that is not named, and where there is none.
   */
  readonly company: string | null;
  /**
   * The value; numbers as decimal text.
   */
  readonly value: string | boolean | null;
}
/**
 * migrations/VERSION-NAME.json: what becomes of the records that are there when a plugin reaches a version. It runs once in each installation that had the plugin before, and holds its own copy of the tables it works on, so that it means the same however the model changes after it. Once released it is never changed.
 */
export interface MigrationDeclaration {
  $schema?: string;
  /**
   * Version of the plugin that it belongs to; it begins the file's name. Migrations run in the order of versions, then of names.
   */
  readonly version: string;
  readonly name: KebabName;
  /**
   * What it does, in one sentence; `trellis migrate --plan` says it.
   */
  readonly why: string;
  /**
   * The tables that it works on, as they were in its version: of each the columns that it reads or writes. Names are those of the database. Each has the column id beside them.
   */
  readonly tables: {
    [k: string]: FrozenColumns;
  };
  /**
   * What is done, one after the other, each to up to 1,000 rows at a time.
   *
   * @minItems 1
   * @maxItems 50
   */
  readonly steps: readonly MigrationStep[];
}
/**
 * Columns of a table by name.
 */
export interface FrozenColumns {
  [k: string]: FrozenColumn;
}
/**
 * Something done to the rows of a table. It inserts, or sets, or both; both see the row as it was.
 */
export interface MigrationStep {
  readonly in: SqlName;
  readonly when?: Expression;
  /**
   * New values of columns, by expression over the row. The history of the record tells them, unless noHistory says why not.
   */
  readonly set?: {
    [k: string]: Expression;
  };
  readonly insert?: MigrationInsert;
  /**
   * Why the history of the records does not tell what is set, for instance because people see no difference.
   */
  readonly noHistory?: string;
}
/**
 * One new row of another table for each row, with an id of its own.
 */
export interface MigrationInsert {
  readonly into: SqlName;
  /**
   * Values of its columns, by expression over the row it comes of.
   */
  readonly values: {
    [k: string]: Expression;
  };
}
/**
 * plugin.json: what a plugin is called and which plugins it builds on.
 */
export interface PluginDeclaration {
  /**
   * Path of plugin.schema.json, so that editors complete and explain.
   */
  $schema?: string;
  /**
   * The plugin's name in kebab-case, equal to its folder's name. It begins every path, table and entity id of the plugin.
   */
  readonly id: string;
  /**
   * Semantic version of the plugin.
   */
  readonly version: string;
  readonly label: Text;
  readonly description?: Text;
  readonly icon?: Icon;
  /**
   * Place in the menu; smaller comes first.
   */
  readonly order?: number;
  /**
   * Ids of the plugins whose entities this one refers to or extends. When one of them is absent this plugin is set aside and its tables are kept.
   */
  readonly dependsOn?: readonly string[];
}
/**
 * recipe.json: how a folder of CSV files becomes records. Loaded in order; what was loaded before under the same source and key is found again and never doubled.
 */
export interface RecipeDeclaration {
  $schema?: string;
  readonly name: KebabName;
  readonly label: Text;
  readonly source: KebabName;
  /**
   * What the rows of one file know of the rows of another.
   *
   * @maxItems 50
   */
  readonly join?: readonly RecipeJoin[];
  /**
   * @minItems 1
   * @maxItems 200
   */
  readonly load: readonly RecipeLoad[];
}
export interface RecipeJoin {
  readonly file: string;
  readonly as: FieldName;
  readonly from: string;
  /**
   * Column that has the same value in both.
   */
  readonly on: string;
  /**
   * Column of the other file, where it is called otherwise.
   */
  readonly to?: string;
  /**
   * All rows that match, as a list, instead of the first.
   */
  readonly many?: boolean;
}
export interface RecipeLoad {
  readonly entity: EntityId;
  /**
   * File in the folder; without it, one record is made from the expressions alone.
   */
  readonly file?: string;
  readonly key: Expression;
  readonly prefix?: KebabName;
  readonly when?: Expression;
  readonly fields: Fields;
  readonly match?: FieldName;
  /**
   * Fields of this step that a record which was loaded or found before gets too, all of them, where the first of them is empty in it; for what a later release adds to its first data. What people have filled in stays.
   *
   * @minItems 1
   */
  readonly complete?: readonly FieldName[];
  /**
   * Change the only record there is (settings, the company) instead of making one.
   */
  readonly update?: boolean;
  /**
   * Lines by the field that holds them.
   */
  readonly lines?: {
    [k: string]: RecipeLines;
  };
  /**
   * Transitions that each record goes through, once, after all records of this step are there.
   *
   * @minItems 1
   * @maxItems 20
   */
  readonly actions?: readonly RecipeAction[];
}
/**
 * Field by field, an expression over row (the columns of the file, all of them text, null when empty) and ref(entity, key) (the id of the record loaded before under this key). date() and number() refuse what they cannot read.
 */
export interface Fields {
  [k: string]: Expression;
}
export interface RecipeLines {
  readonly file: string;
  readonly parent: Expression;
  readonly when?: Expression;
  readonly fields: Fields;
}
export interface RecipeAction {
  readonly transition: KebabName;
  readonly when?: Expression;
  readonly at?: Expression;
  readonly input?: RecipeInput;
  readonly created?: RecipeCreated;
}
/**
 * What the transition asks, an expression over row each.
 */
export interface RecipeInput {
  [k: string]: Expression;
}
/**
 * A transition of what the action itself makes, for instance of the delivery of an order; in one transaction with it.
 */
export interface RecipeCreated {
  readonly entity: EntityId;
  readonly transition: KebabName;
  readonly input?: RecipeInput;
}
/**
 * roles/NAME.json: what a group of people may do. Nothing is allowed that no role grants; several roles add up.
 */
export interface RoleDeclaration {
  $schema?: string;
  readonly name: KebabName;
  readonly label: Text;
  readonly description?: Text;
  readonly extends?: RoleId;
  /**
   * What the role allows, one entry an entity and rule.
   *
   * @minItems 1
   * @maxItems 200
   */
  readonly grants: readonly Grant[];
}
/**
 * Verbs and actions on the rows of one entity that the rule selects.
 */
export interface Grant {
  readonly entity: EntityId;
  /**
   * What may be done with the rows.
   */
  readonly verbs: readonly Verb[];
  /**
   * Transitions of the lifecycle that may be run; ["*"] for all of them.
   */
  readonly actions?: readonly string[];
  readonly where?: Expression;
  /**
   * own: rows of the companies that the user works for, and rows of no company. all: rows of every company.
   */
  readonly companies?: 'own' | 'all';
  /**
   * Fields that this grant does not show.
   */
  readonly hide?: readonly string[];
  /**
   * Fields that this grant shows and does not let change.
   */
  readonly readOnly?: readonly string[];
}
/**
 * views/NAME.json: how the screens of one entity are laid out. An entity without a view gets one made from its fields.
 */
export interface ViewDeclaration {
  $schema?: string;
  readonly entity: EntityId;
  readonly list?: ListView;
  /**
   * Sections of the record page and the form, on a grid of 12 columns. Fields named nowhere come in a last section of their own.
   *
   * @maxItems 20
   */
  readonly sections?: readonly SectionDeclaration[];
}
/**
 * The table of records.
 */
export interface ListView {
  /**
   * Fields in order; the first is the link to the record.
   *
   * @minItems 1
   * @maxItems 20
   */
  readonly columns?: readonly string[];
  /**
   * Fields offered as filters beside the quick search.
   *
   * @maxItems 20
   */
  readonly filters?: readonly string[];
  /**
   * Order at first: a field, and ASC or DESC; for instance ["createdAt", "DESC"].
   *
   * @minItems 2
   * @maxItems 2
   */
  readonly sort?: readonly string[];
}
export interface SectionDeclaration {
  readonly key: FieldName;
  readonly label?: Text;
  /**
   * @minItems 1
   */
  readonly fields: readonly PlaceDeclaration[];
}
/**
 * workflows/NAME.json: what happens by itself.
 */
export interface WorkflowDeclaration {
  $schema?: string;
  readonly name: KebabName;
  readonly label: Text;
  readonly description?: Text;
  /**
   * inline: within the change's transaction, may refuse it. background: after it, durable.
   */
  readonly timing: 'inline' | 'background';
  /**
   * With whose rights: the user's who caused it, or the system's.
   */
  readonly runAs?: 'user' | 'system';
  /**
   * What starts it; all events are of one entity.
   *
   * @minItems 1
   * @maxItems 10
   */
  readonly on: readonly TriggerDeclaration[];
  readonly while?: Expression;
  /**
   * Background: events of a record that come while a run for it waits to begin are left to that run, which sees the record as it is by then.
   */
  readonly coalesce?: boolean;
  /**
   * Values that can be changed on the screens; read as settings.name.
   */
  readonly settings?: {
    [k: string]: FieldDeclaration;
  };
  /**
   * Whether it is switched on at first.
   */
  readonly enabled?: boolean;
  /**
   * What is done, in order.
   *
   * @minItems 1
   * @maxItems 50
   */
  readonly steps: readonly StepDeclaration[];
}
/**
 * Something happened to a record.
 */
export interface EventTrigger {
  /**
   * What happened.
   */
  readonly event: 'created' | 'updated' | 'deleted' | 'transition';
  readonly entity: EntityId;
  /**
   * Updated only: one of these fields has another value.
   *
   * @minItems 1
   */
  readonly fields?: readonly string[];
  /**
   * Transition only: one of these; unsaid: any.
   *
   * @minItems 1
   */
  readonly transition?: readonly KebabName[];
  readonly when?: Expression;
}
/**
 * A time has come.
 */
export interface ScheduleTrigger {
  /**
   * Cron: minute, hour, day of month, month, day of week.
   */
  readonly schedule: string;
  readonly entity?: EntityId;
  readonly when?: Expression;
  /**
   * IANA name; unsaid: the company's.
   */
  readonly timeZone?: string;
  /**
   * What is made up for after the platform stood still: the last time that was missed, none, or all of at most 100 within a day.
   */
  readonly missed?: 'last' | 'skip' | 'all';
}
