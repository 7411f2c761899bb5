import {
  type Icon,
  IconArrowDownLeft,
  IconArrowUpRight,
  IconBuildingBank,
  IconLayoutDashboard,
  IconList,
  IconScale,
  IconSettings,
  IconWebhook,
} from '@tabler/icons-react';
import type { TextId } from '../texts';

export type Place = {
  to: '/' | '/orders' | '/collect' | '/payout' | '/balances' | '/banks' | '/callbacks' | '/settings';
  text: TextId;
  icon: Icon;
  keys: string;
};

/** The navigation, in its order; a screen that does not exist is not here. */
export const places: readonly Place[] = [
  { to: '/', text: 'frame.nav.overview', icon: IconLayoutDashboard, keys: 'g h' },
  { to: '/orders', text: 'frame.nav.orders', icon: IconList, keys: 'g o' },
  { to: '/collect', text: 'frame.nav.collect', icon: IconArrowDownLeft, keys: 'g c' },
  { to: '/payout', text: 'frame.nav.payout', icon: IconArrowUpRight, keys: 'g p' },
  { to: '/balances', text: 'frame.nav.balances', icon: IconScale, keys: 'g b' },
  { to: '/banks', text: 'frame.nav.banks', icon: IconBuildingBank, keys: 'g k' },
  { to: '/callbacks', text: 'frame.nav.callbacks', icon: IconWebhook, keys: 'g l' },
  { to: '/settings', text: 'frame.nav.settings', icon: IconSettings, keys: 'g s' },
];
