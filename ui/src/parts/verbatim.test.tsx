import { MantineProvider } from '@mantine/core';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { IntlProvider } from 'react-intl';
import { describe, expect, it } from 'vitest';
import { en } from '../texts';
import { prettyJson } from './prettyJson';
import { Verbatim } from './Verbatim';

describe('prettyJson', () => {
  it('keeps the spelling of every number and text', () => {
    expect(
      prettyJson(
        '{"amount":50.000000,"name":"a \\"b\\", {c}","list":[1,2],"none":{},"big":12345678901234567890}',
      ),
    ).toBe(`{
  "amount": 50.000000,
  "name": "a \\"b\\", {c}",
  "list": [
    1,
    2
  ],
  "none": {},
  "big": 12345678901234567890
}`);
  });

  it.each(['', 'plain', '<html></html>', '{"a":', '12', '"text"'])('leaves %j alone', (text) => {
    expect(prettyJson(text)).toBeUndefined();
  });

  it('leaves what is too deep or too long alone', () => {
    expect(prettyJson('['.repeat(100) + ']'.repeat(100))).toBeUndefined();
    expect(prettyJson(`["${'x'.repeat(300_000)}"]`)).toBeUndefined();
  });
});

const show = (text: string) =>
  render(
    <IntlProvider locale="en" messages={en}>
      <MantineProvider env="test">
        <Verbatim text={text} what="Body" />
      </MantineProvider>
    </IntlProvider>,
  );

describe('Verbatim', () => {
  it('shows markup as text', () => {
    const hostile = '<img src=x onerror="alert(1)"><style>*{display:none}</style>';
    show(hostile);
    const region = screen.getByRole('region', { name: 'Body' });
    expect(region.textContent).toBe(hostile);
    expect(region.querySelector('img, style')).toBeNull();
  });

  it('lays JSON out, and shows it as it came', async () => {
    show('{"a":1.50}');
    expect(screen.getByRole('region')).toHaveTextContent('{ "a": 1.50 }');
    await userEvent.click(screen.getByRole('radio', { name: 'As received' }));
    expect(screen.getByRole('region').textContent).toBe('{"a":1.50}');
  });

  it('draws a huge text only when it is asked for', async () => {
    show('x'.repeat(50_000));
    expect(screen.getByRole('region').textContent).toHaveLength(20_000);
    await userEvent.click(screen.getByRole('button', { name: /Show all 50,000/ }));
    expect(screen.getByRole('region').textContent).toHaveLength(50_000);
  });
});
