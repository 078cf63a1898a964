/** A record of the fixture `with-every-type` with a value of each less plain type. */
export const richThing = {
  text: 'Trà sen Tây Hồ',
  tint: '#2e7d32',
  stars: 4,
  lasts: 5400,
  opens: '08:30',
  code: '4006381333931',
  book: '9780306406157',
  label: 'BOX-12/B',
} as const;
