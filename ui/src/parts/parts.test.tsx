import { MantineProvider } from '@mantine/core';
import { act, fireEvent, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { type ReactNode, useState } from 'react';
import { IntlProvider } from 'react-intl';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { en } from '../texts';
import {
  Amount,
  amountText,
  Code,
  CopyProvider,
  Countdown,
  grouped,
  groupingOf,
  KeysProvider,
  LiveRegion,
  Time,
  useKeys,
  VirtualTable,
} from '.';
import { strokeOf } from './Keys';

function show(children: ReactNode, write: (text: string) => Promise<void> = async () => undefined) {
  return render(
    <IntlProvider locale="en-GB" messages={en}>
      <MantineProvider env="test">
        <LiveRegion>
          <CopyProvider write={write}>
            <KeysProvider>{children}</KeysProvider>
          </CopyProvider>
        </LiveRegion>
      </MantineProvider>
    </IntlProvider>,
  );
}

function Bound({ run, go }: { run: () => void; go: () => void }) {
  useKeys([
    { keys: 'r', label: 'run', run },
    { keys: 'g o', label: 'go', run: go },
  ]);
  return <input aria-label="field" />;
}

const rows = Array.from({ length: 10_000 }, (_, at) => ({ id: `row-${at}`, word: `word ${at}` }));

function Table({ onOpen }: { onOpen: (id: string) => void }) {
  const [open, setOpen] = useState<string>();
  return (
    <VirtualTable
      name="Words"
      columns={[{ id: 'word', header: 'Word', width: '1fr', cell: ({ word }) => word }]}
      rows={rows}
      rowKey={({ id }) => id}
      openKey={open}
      onOpen={({ id }) => {
        setOpen(id);
        onOpen(id);
      }}
    />
  );
}

afterEach(() => vi.useRealTimers());

describe('amounts', () => {
  it.each([
    ['1234.5', '1,234.50'],
    ['40', '40.00'],
    ['5150.0001', '5,150.0001'],
    ['-0.5', '-0.50'],
    // More digits than a float holds: none may be lost.
    ['922337203685477.5807', '922,337,203,685,477.5807'],
    ['50.500000', '50.50'],
    ['not a number', 'not a number'],
  ])('%s is shown as %s', (value, shown) => expect(amountText('en-GB', value)).toBe(shown));

  it('always carry their currency', () => {
    show(<Amount value="15000" currency="TZS" />);
    expect(screen.getByText(/15,000\.00/)).toHaveTextContent('15,000.00 TZS');
  });
});

describe('long numbers', () => {
  it('are grouped for reading', () => {
    expect(grouped('032180000118359719', groupingOf('032180000118359719'))).toEqual([
      '032',
      '180',
      '00011835971',
      '9',
    ]);
    expect(grouped('4111111111111111', groupingOf('4111111111111111'))).toEqual([
      '4111',
      '1111',
      '1111',
      '1111',
    ]);
  });

  it('are copied without spaces, and that is said', async () => {
    const written: string[] = [];
    show(<Code value="032180000118359719" what="CLABE" />, async (text) => void written.push(text));
    await userEvent.click(screen.getByRole('button', { name: 'Copy CLABE' }));
    expect(written).toEqual(['032180000118359719']);
    expect(screen.getByRole('status')).toHaveTextContent('CLABE copied');
    expect(screen.getByText('032').parentElement?.textContent).toBe('032180000118359719');
  });

  it('say when they could not be copied', async () => {
    show(<Code value="1" what="number" />, () => Promise.reject(new Error('no')));
    await userEvent.click(screen.getByRole('button', { name: 'Copy number' }));
    expect(screen.getByRole('status')).toHaveTextContent('Could not copy');
  });
});

describe('times', () => {
  it('never tells something past as something to come', () => {
    show(<Time at={Date.now() + 40_000} as="relative" />);
    expect(screen.getByText('now')).toBeInTheDocument();
  });

  it('grow old together, and one that comes later is of the same age', () => {
    vi.useFakeTimers({ now: 1000 });
    show(<Time at={1000} as="relative" />);
    expect(screen.getByText('now')).toBeInTheDocument();
    act(() => void vi.advanceTimersByTime(150_000));
    show(<Time at={1000} as="relative" />);
    expect(screen.getAllByText('2 min ago')).toHaveLength(2);
    act(() => void vi.advanceTimersByTime(60_000));
    expect(screen.getAllByText('3 min ago')).toHaveLength(2);
  });

  it('tell the day of what was today before midnight', () => {
    vi.useFakeTimers({ now: new Date(2026, 10, 22, 23, 58) });
    show(<Time at={new Date(2026, 10, 22, 23, 50).getTime()} as="brief" />);
    expect(screen.getByText('23:50')).toBeInTheDocument();
    act(() => void vi.advanceTimersByTime(180_000));
    expect(screen.getByText('22 Nov, 23:50')).toBeInTheDocument();
  });

  it('read RFC 3339 and keep the exact moment', () => {
    show(<Time at="2026-11-22T08:00:00Z" />);
    expect(document.querySelector('time')).toHaveAttribute('datetime', '2026-11-22T08:00:00.000Z');
  });

  it('count down and tell the end once', () => {
    vi.useFakeTimers({ now: 0 });
    const ended = vi.fn();
    show(<Countdown until={61_000} onEnd={ended} />);
    expect(screen.getByRole('timer')).toHaveTextContent('1:01 left');
    act(() => void vi.advanceTimersByTime(62_000));
    expect(screen.getByText('Expired')).toBeInTheDocument();
    act(() => void vi.advanceTimersByTime(5000));
    expect(ended).toHaveBeenCalledTimes(1);
  });
});

describe('keys', () => {
  it('work alone and in sequence, but never while typing', async () => {
    const [run, go] = [vi.fn(), vi.fn()];
    show(<Bound run={run} go={go} />);
    await userEvent.keyboard('r');
    expect(run).toHaveBeenCalledTimes(1);
    // Both in one turn: on a slow machine the second would come too late to belong to the first.
    for (const key of 'go') fireEvent.keyDown(document.body, { key });
    expect(go).toHaveBeenCalledTimes(1);
    await userEvent.keyboard('o');
    expect(go).toHaveBeenCalledTimes(1);
    await userEvent.type(screen.getByLabelText('field'), 'r go');
    expect(run).toHaveBeenCalledTimes(1);
    expect(go).toHaveBeenCalledTimes(1);
  });

  it('are spelled as on the keyboard', () => {
    const none = { ctrlKey: false, metaKey: false, altKey: false };
    expect(strokeOf({ ...none, key: 'k', ctrlKey: true })).toBe('Ctrl+K');
    expect(strokeOf({ ...none, key: '?' })).toBe('?');
    expect(strokeOf({ ...none, key: 'Enter', ctrlKey: true })).toBe('Ctrl+Enter');
  });
});

describe('the virtual table', () => {
  it('draws only the rows in sight, and tells how many there are', () => {
    show(<Table onOpen={() => undefined} />);
    expect(screen.getByRole('grid', { name: 'Words' })).toHaveAttribute('aria-rowcount', '10001');
    const drawn = screen.getAllByRole('row').length;
    expect(drawn).toBeGreaterThan(10);
    expect(drawn).toBeLessThan(80);
  });

  it('is moved through and opened by keys', async () => {
    const opened: string[] = [];
    show(<Table onOpen={(id) => opened.push(id)} />);
    await userEvent.tab();
    const grid = screen.getByRole('grid');
    expect(grid).toHaveFocus();
    const active = () =>
      document.getElementById(grid.getAttribute('aria-activedescendant') ?? '')?.textContent;
    expect(active()).toBe('word 0');
    await userEvent.keyboard('j{ArrowDown}k{Enter}');
    expect(active()).toBe('word 1');
    expect(opened).toEqual(['row-1']);
    expect(screen.getByRole('row', { selected: true })).toHaveTextContent('word 1');
    await userEvent.keyboard('{Home}{ArrowUp}{Enter}');
    expect(opened).toEqual(['row-1', 'row-0']);
  });

  it('opens the row that is pressed', async () => {
    const opened: string[] = [];
    show(<Table onOpen={(id) => opened.push(id)} />);
    await userEvent.click(screen.getByText('word 3'));
    expect(opened).toEqual(['row-3']);
  });
});
