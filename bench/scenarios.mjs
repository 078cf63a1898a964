// What is measured: for each scenario the request to Trellis and the one to the bare server that does the same.
export function scenarios(ids, owner) {
  const any = () => ids[Math.floor(Math.random() * ids.length)];
  const query = (parameters) =>
    Object.entries(parameters)
      .map(([name, value]) => `${name}=${encodeURIComponent(typeof value === 'string' ? value : JSON.stringify(value))}`)
      .join('&');
  const open = { filter: { status: 'open' }, sort: ['dueDate', 'DESC'], range: [0, 24] };
  const deal = () => JSON.stringify({ name: 'A new deal', status: 'open', amount: '12.50', dueDate: '2026-06-01', owner });
  const change = () => JSON.stringify({ amount: `${Math.floor(Math.random() * 1000)}.25` });
  return [
    { name: 'get', trellis: () => ({ method: 'GET', path: `/api/bench/deals/${any()}` }), bare: () => ({ method: 'GET', path: `/deals/${any()}` }) },
    {
      name: 'list 25 + label, no count',
      trellis: () => ({ method: 'GET', path: `/api/bench/deals?${query({ ...open, count: 'none' })}` }),
      bare: () => ({ method: 'GET', path: '/page?status=open' }),
    },
    {
      name: 'list 25 + label + count',
      trellis: () => ({ method: 'GET', path: `/api/bench/deals?${query(open)}` }),
      bare: () => ({ method: 'GET', path: '/deals?status=open' }),
    },
    {
      name: 'aggregate',
      trellis: () => ({ method: 'GET', path: `/api/bench/deals/aggregate?${query({ group: 'status', measures: 'count,sum(amount)' })}` }),
      bare: () => ({ method: 'GET', path: '/aggregate' }),
    },
    {
      name: 'update',
      trellis: () => ({ method: 'PATCH', path: `/api/bench/deals/${any()}`, body: change() }),
      bare: () => ({ method: 'PATCH', path: `/deals/${any()}`, body: change() }),
    },
    {
      name: 'create',
      trellis: () => ({ method: 'POST', path: '/api/bench/deals', body: deal() }),
      bare: () => ({ method: 'POST', path: '/deals', body: deal() }),
    },
  ];
}
