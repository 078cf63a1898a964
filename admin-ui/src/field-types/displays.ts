import type { ReactElement } from 'react';
import type { MetaField } from '../../../schemas/generated/types.js';
import { AnyReferenceValue } from './any-reference-value.js';
import { BarcodeValue } from './barcode-value.js';
import { ColorValue } from './color-value.js';
import { ContactsValue } from './contacts-value.js';
import { DurationValue } from './duration-value.js';
import { FileValue } from './file-value.js';
import { GeoPointValue } from './geo-point-value.js';
import { JsonValue } from './json-value.js';
import { MarkdownValue } from './markdown-value.js';
import { PersonNameValue } from './person-name-value.js';
import { RatingValue } from './rating-value.js';
import { SecretValue } from './secret-value.js';
import { RichTextValue } from './rich-text-value.js';
import type { ShownValue } from './shown-value.js';
import { SignatureValue } from './signature-value.js';
import { WordsValue } from './words-value.js';

/** How values are shown; types that are not here are shown as text. A new type is a file and a line here. */
export const displays: Readonly<Partial<Record<MetaField['type'], (props: ShownValue) => ReactElement | null>>> = {
  color: ColorValue,
  rating: RatingValue,
  duration: DurationValue,
  barcode: BarcodeValue,
  'multi-enum': WordsValue,
  tags: WordsValue,
  emails: ContactsValue,
  phones: ContactsValue,
  'geo-point': GeoPointValue,
  'person-name': PersonNameValue,
  json: JsonValue,
  secret: SecretValue,
  'rich-text': RichTextValue,
  markdown: MarkdownValue,
  'any-reference': AnyReferenceValue,
  file: FileValue,
  files: FileValue,
  signature: SignatureValue,
};
