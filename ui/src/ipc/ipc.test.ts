import { describe, expect, it } from 'vitest';
import { en } from '../texts';
import { shell } from './commands';
import { asIpcError, IpcError } from './error';
import { errorEntry, errorTable } from './errors';
import { openFake } from './fake';

describe('errors', () => {
  it('have a text for every code, and every text a code', () => {
    const used = new Set<string>(Object.values(errorTable).map(({ text }) => text));
    const written = Object.keys(en).filter(
      (id) => /^errors\.[a-z0-9_]+$/.test(id) && id !== 'errors.technical' && id !== 'errors.failed_to_load',
    );
    expect([...used].sort()).toEqual(written.sort());
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
