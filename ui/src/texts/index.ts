import balances from './en/balances.json';
import banks from './en/banks.json';
import callbacks from './en/callbacks.json';
import collect from './en/collect.json';
import data from './en/data.json';
import drafts from './en/drafts.json';
import errors from './en/errors.json';
import files from './en/export.json';
import forms from './en/forms.json';
import frame from './en/frame.json';
import guard from './en/guard.json';
import history from './en/import.json';
import links from './en/links.json';
import marks from './en/marks.json';
import orders from './en/orders.json';
import outcome from './en/outcome.json';
import overview from './en/overview.json';
import own from './en/own.json';
import parts from './en/parts.json';
import payout from './en/payout.json';
import search from './en/search.json';
import sentences from './en/sentences.json';
import settings from './en/settings.json';
import settling from './en/settling.json';
import views from './en/views.json';
import welcome from './en/welcome.json';
import words from './en/words.json';

/** The English texts; every other language has the same ids. One file per noun, ids begin with its name. */
export const en = {
  ...balances,
  ...banks,
  ...callbacks,
  ...collect,
  ...data,
  ...drafts,
  ...errors,
  ...files,
  ...forms,
  ...frame,
  ...guard,
  ...history,
  ...links,
  ...marks,
  ...orders,
  ...outcome,
  ...overview,
  ...own,
  ...parts,
  ...payout,
  ...search,
  ...sentences,
  ...settings,
  ...settling,
  ...views,
  ...welcome,
  ...words,
};

/** The id of a text. */
export type TextId = keyof typeof en;

declare global {
  namespace FormatjsIntl {
    interface Message {
      ids: TextId;
    }
  }
}
