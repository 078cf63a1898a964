import type { FieldTypeName } from '../model.js';
import { addressType } from './address.js';
import { anyReferenceType } from './any-reference.js';
import { barcodeType } from './barcode.js';
import { booleanType } from './boolean.js';
import { colorType } from './color.js';
import { dateType } from './date.js';
import { datetimeType } from './datetime.js';
import { decimalType } from './decimal.js';
import { durationType } from './duration.js';
import { emailType } from './email.js';
import { emailsType } from './emails.js';
import { enumType } from './enum.js';
import type { FieldType } from './field-type.js';
import { fileType } from './file.js';
import { filesType } from './files.js';
import { geoPointType } from './geo-point.js';
import { idType } from './id.js';
import { imageType } from './image.js';
import { integerType } from './integer.js';
import { jsonType } from './json.js';
import { linesType } from './lines.js';
import { longTextType } from './long-text.js';
import { manyToManyType } from './many-to-many.js';
import { markdownType } from './markdown.js';
import { multiEnumType } from './multi-enum.js';
import { personNameType } from './person-name.js';
import { phoneType } from './phone.js';
import { phonesType } from './phones.js';
import { ratingType } from './rating.js';
import { referenceType } from './reference.js';
import { richTextType } from './rich-text.js';
import { secretType } from './secret.js';
import { sequenceType } from './sequence.js';
import { signatureType } from './signature.js';
import { stateType } from './state.js';
import { tagsType } from './tags.js';
import { textType } from './text.js';
import { timeType } from './time.js';
import { urlType } from './url.js';

const types: Readonly<Record<FieldTypeName, FieldType>> = {
  text: textType,
  'long-text': longTextType,
  email: emailType,
  phone: phoneType,
  url: urlType,
  integer: integerType,
  decimal: decimalType,
  money: decimalType,
  percent: decimalType,
  quantity: decimalType,
  boolean: booleanType,
  date: dateType,
  datetime: datetimeType,
  enum: enumType,
  reference: referenceType,
  lines: linesType,
  'many-to-many': manyToManyType,
  sequence: sequenceType,
  address: addressType,
  image: imageType,
  color: colorType,
  rating: ratingType,
  duration: durationType,
  time: timeType,
  barcode: barcodeType,
  'multi-enum': multiEnumType,
  tags: tagsType,
  emails: emailsType,
  phones: phonesType,
  'geo-point': geoPointType,
  'person-name': personNameType,
  json: jsonType,
  'rich-text': richTextType,
  markdown: markdownType,
  'any-reference': anyReferenceType,
  file: fileType,
  files: filesType,
  signature: signatureType,
  id: idType,
  state: stateType,
  secret: secretType,
};

/** Everything known of a type of fields; a new type is a new file and a line here. */
export function fieldType(name: FieldTypeName): FieldType {
  return types[name];
}
