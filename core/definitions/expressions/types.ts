/** Static type of an expression. Every number is a Decimal; dates and instants are distinct. */
export type ExpressionType =
  | { readonly kind: 'null' | 'text' | 'number' | 'boolean' | 'date' | 'instant' | 'any' }
  | { readonly kind: 'list'; readonly of: ExpressionType }
  /** A record that can be followed with a dot. As a value on its own it is its id, comparable to text. */
  | { readonly kind: 'record'; readonly record: RecordType };

/** The fields of an entity, of `user` or of `row`, as the checker sees them; resolved lazily because references form cycles. */
export interface RecordType {
  /** Entity id or name of the variable, for messages. */
  readonly name: string;
  member(name: string): ExpressionType | undefined;
  /** What a record stands for as text that has no id: a name, an address of mail. */
  called?(part: (name: string) => unknown): string | null;
  /** For "did you mean". */
  names(): readonly string[];
}

/** What the names of an expression mean. */
export interface Scope {
  /** Fields that stand without a prefix. */
  readonly record: RecordType | null;
  /** Further names: user, row … They hide fields of the same name. */
  readonly variables: ReadonlyMap<string, ExpressionType>;
  /** Functions of the place where the expression stands, beside those of the table; for instance `ref` of a recipe. Unknown to SQL. */
  readonly functions?: ReadonlyMap<string, FunctionForm>;
  /** Whether it may read the settings of plugins. */
  readonly hasSettings?: true;
}

/** Types that a function takes and gives. A record is taken as text (its id), null as anything. */
export interface FunctionForm {
  readonly parameters: readonly ParameterType[];
  /** Type of any number of further arguments. */
  readonly rest?: ParameterType;
  readonly result: ParameterType;
}

/** `same`: any type that can be compared, the same one wherever it stands in the form. */
export type ParameterType = 'text' | 'number' | 'boolean' | 'date' | 'instant' | 'list' | 'any' | 'same' | 'list of same';
