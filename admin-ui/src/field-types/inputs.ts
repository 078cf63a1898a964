import type { ReactElement } from 'react';
import type { MetaField } from '../../../schemas/generated/types.js';
import type { FieldInputProps } from '../inputs/field-input.js';
import { AnyReferenceInput } from './any-reference-input.js';
import { ColorInput } from './color-input.js';
import { ContactsInput } from './contacts-input.js';
import { DurationInput } from './duration-input.js';
import { FileInput } from './file-input.js';
import { GeoPointInput } from './geo-point-input.js';
import { JsonInput } from './json-input.js';
import { MarkdownInput } from './markdown-input.js';
import { MultiEnumInput } from './multi-enum-input.js';
import { PersonNameInput } from './person-name-input.js';
import { RatingInput } from './rating-input.js';
import { SecretInput } from './secret-input.js';
import { RichTextInput } from './rich-text-input.js';
import { SignatureInput } from './signature-input.js';
import { TagsInput } from './tags-input.js';
import { TimeInput } from './time-input.js';

/** How values are entered; types that are not here are entered as text. A new type is a file and a line here. */
export const inputs: Readonly<Partial<Record<MetaField['type'], (props: FieldInputProps) => ReactElement>>> = {
  color: ColorInput,
  rating: RatingInput,
  duration: DurationInput,
  time: TimeInput,
  'multi-enum': MultiEnumInput,
  tags: TagsInput,
  emails: ContactsInput,
  phones: ContactsInput,
  'geo-point': GeoPointInput,
  'person-name': PersonNameInput,
  json: JsonInput,
  secret: SecretInput,
  'rich-text': RichTextInput,
  markdown: MarkdownInput,
  'any-reference': AnyReferenceInput,
  file: FileInput,
  files: FileInput,
  signature: SignatureInput,
};
