import { describe, expect, it } from 'vitest';
import { en } from '../texts';
import { shell } from './commands';
import { asIpcError, IpcError } from './error';
import { errorEntry, errorTable, readingEntry, readingTable } from './errors';
import { openFake } from './fake';

/** Texts that belong to no code of their own. */
const shared = ['errors.technical', 'errors.failed_to_load', 'errors.reading', 'errors.stale'];

describe('errors', () => {
  it('have a text for every code, and every text a code', () => {
    const used = new Set<string>(Object.values(errorTable).map(({ text }) => text));
    const written = Object.keys(en).filter((id) => /^errors\.[a-z0-9_]+$/.test(id) && !shared.includes(id));
    expect([...used].sort()).toEqual(written.sort());
  });

  it('have a text of their own for what was only read, wherever a command says what was sent', () => {
    const used = Object.values(readingTable).map(({ text }) => text as string);
    const written = Object.keys(en).filter((id) => id.startsWith('errors.reading.'));
    expect(used.filter((id) => id.startsWith('errors.reading.')).sort()).toEqual(written.sort());
    for (const code of [...Object.keys(errorTable), 'never heard of']) {
      const { text } = readingEntry(new IpcError(code, ''));
      expect(en[text], code).not.toMatch(/\b(nothing was|nothing has|sent|opened|imported)\b/i);
    }
    expect(en[errorTable.disk_full.text]).toMatch(/Nothing was sent/);
  });

  it('that nobody understands say that it is not known whether money moved', () => {
    for (const code of ['internal', 'unexpected'] as const) {
      expect(en[errorTable[code].text]).toMatch(/not known here whether it was done and whether money moved/);
      expect(en[errorTable[code].text]).toMatch(/look in the orders before you do it again/);
    }
  });

  it('keep the code, details and problems of the shell', () => {
    const problems = [{ field: 'amount', code: 'required', values: {} }];
    const error = asIpcError({
      code: 'unknown_twin',
      message: 'a twin',
      details: { orderId: '7' },
      problems,
    });
    expect(error).toBeInstanceOf(IpcError);
    expect(error).toMatchObject({
      code: 'unknown_twin',
      message: 'a twin',
      details: { orderId: '7' },
      problems,
    });
    expect(errorEntry(error).action).toBe('open_twin');
  });

  it('that nobody foresaw are unexpected, also a code named like a part of every object', () => {
    expect(errorEntry(asIpcError('boom'))).toBe(errorTable.unexpected);
    expect(errorEntry(new IpcError('toString', ''))).toBe(errorTable.unexpected);
  });

  it('reach the caller as IpcError from every command', async () => {
    openFake({
      commands: {
        overview: () => Promise.reject({ code: 'disk_full', message: 'disk', details: {}, problems: [] }),
      },
    });
    await expect(shell.overview()).rejects.toBeInstanceOf(IpcError);
    await expect(shell.overview()).rejects.toMatchObject({ code: 'disk_full' });
  });
});
