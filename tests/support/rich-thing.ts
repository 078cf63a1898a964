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
  colors: ['red', 'blue'],
  words: ['khách quen', 'vip'],
  mails: [
    { type: 'work', value: 'lan@example.com' },
    { type: 'home', value: 'lan.nguyen@example.com' },
  ],
  calls: [{ type: 'mobile', value: '+84 90 123 4567' }],
  spot: { latitude: 21.0285, longitude: 105.8542 },
  person: { family: 'Nguyễn', middle: 'Thị', given: 'Lan' },
  extra: { size: 3, list: ['a', 'b'] },
  shaped: { size: 3 },
  letter: '<h2>Trà sen</h2><p>Ướp <strong>ba lần</strong>, xem <a href="https://example.com">nguồn</a>.</p><ul><li>sen</li><li>trà</li></ul>',
  readme: '# Trà sen\n\nƯớp **ba lần**.\n\n- sen\n- trà',
} as const;
