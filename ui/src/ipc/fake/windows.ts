import type { ExportRequest, LinkHandlerView, PlaceView } from '../bindings';
import type { Backend } from '../door';

type Windows = Pick<
  Backend,
  | 'exportOrders'
  | 'stopExport'
  | 'openOrderWindow'
  | 'closeOrderWindow'
  | 'showInMain'
  | 'takePlace'
  | 'linkHandler'
  | 'setLinkHandler'
>;

type Given = {
  /** How many orders a request is about. */
  count: (request: ExportRequest) => number;
  /** What a link asked for before the window was ready. */
  place: PlaceView | null;
  /** Who opens links to begin with. */
  handler?: Partial<LinkHandlerView>;
};

/** Files, links and other windows, in memory: nothing is written or opened. */
export function fakeWindows({ count, place, handler = {} }: Given): Windows {
  let asked = place;
  let links: LinkHandlerView = { supported: true, on: false, other: null, ...handler };
  return {
    exportOrders: async (request, progress) => {
      const rows = count(request);
      progress.onmessage({ rows, total: rows });
      return { end: 'written', rows, unreadable: 0, name: 'counterfoil-orders-2026-11-22.csv' };
    },
    stopExport: async () => null,
    openOrderWindow: async () => null,
    closeOrderWindow: async () => null,
    showInMain: async () => null,
    takePlace: async () => {
      const taken = asked;
      asked = null;
      return taken;
    },
    linkHandler: async () => links,
    setLinkHandler: async (on) => {
      links = { ...links, on, other: null };
      return links;
    },
  };
}
