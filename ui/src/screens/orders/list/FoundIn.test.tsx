import { render } from '@testing-library/react';
import { createIntl, IntlProvider } from 'react-intl';
import { describe, expect, it } from 'vitest';
import type { FoundView } from '../../../ipc';
import { fakeSummary } from '../../../ipc/fake';
import { en } from '../../../texts';
import { orderColumns } from './columns';
import { withFound } from './FoundIn';

const all = orderColumns(createIntl({ locale: 'en', messages: en }));
const order = (found: FoundView | null) => fakeSummary(1, Date.now(), { found });

/** What the order number's cell shows beside these columns. */
function shown(found: FoundView | null, without: readonly string[] = []) {
  const column = withFound(all.filter(({ id }) => !without.includes(id))).find(({ id }) => id === 'number');
  const { container } = render(
    <IntlProvider locale="en" messages={en}>
      {column?.cell(order(found))}
    </IntlProvider>,
  );
  return container;
}

describe('where a match stands', () => {
  it('is said below the order number when no column shows it', () => {
    const cell = shown({ field: 'note', before: '…llamó el señor ', hit: 'ibanez', after: '' });
    expect(cell).toHaveTextContent('CF2611220001Kin note: …llamó el señor ibanez');
    expect(cell.querySelector('mark')).toHaveTextContent('ibanez');
  });

  it('is not said of what a column shows, and is said as soon as that column is gone', () => {
    const found: FoundView = { field: 'gateway_number', before: 'p9', hit: '0001', after: '' };
    expect(shown(found).textContent).toBe('CF2611220001K');
    expect(shown(found, ['gateway'])).toHaveTextContent('in gateway number: p90001');
    expect(shown(null).textContent).toBe('CF2611220001K');
  });

  it('lays no account number open', () => {
    const cell = shown({ field: 'account_no', before: '0321800001183', hit: '5971', after: '9' });
    expect(cell).toHaveTextContent(/in account number: 5971$/);
  });
});
