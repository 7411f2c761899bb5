import {
  createHashHistory,
  createRootRoute,
  createRoute,
  createRouter,
  type RouterHistory,
} from '@tanstack/react-router';
import { BalancesScreen } from '../screens/balances/BalancesScreen';
import { BanksScreen } from '../screens/banks/BanksScreen';
import { CallbacksScreen } from '../screens/callbacks/CallbacksScreen';
import { CollectResultScreen } from '../screens/collect/CollectResultScreen';
import { CollectScreen } from '../screens/collect/CollectScreen';
import { ImportScreen } from '../screens/import/ImportScreen';
import { OrdersScreen } from '../screens/orders/OrdersScreen';
import { OverviewScreen } from '../screens/overview/OverviewScreen';
import { PayoutOutcomeScreen } from '../screens/payout/PayoutOutcomeScreen';
import { PayoutScreen } from '../screens/payout/PayoutScreen';
import { SettingsScreen } from '../screens/settings/SettingsScreen';
import { WelcomeScreen } from '../screens/welcome/WelcomeScreen';
import { Broken } from './Broken';
import { Frame } from './Frame';
import { NotFound } from './NotFound';
import { readFormSearch, readOrderSearch } from './orderSearch';
import { readSettingsSearch } from './settingsTabs';

const root = createRootRoute({ component: Frame, notFoundComponent: NotFound, errorComponent: Broken });

const overview = createRoute({ getParentRoute: () => root, path: '/', component: OverviewScreen });

// The list stays as it is while details open beside it, so the detail's route has no component of its own:
// OrdersScreen reads the id.
const orders = createRoute({
  getParentRoute: () => root,
  path: '/orders',
  component: OrdersScreen,
  validateSearch: readOrderSearch,
});
const order = createRoute({ getParentRoute: () => orders, path: '$id' });

// A window of an order's own shows it whatever the route; the frame sees to that.
const ownOrder = createRoute({ getParentRoute: () => root, path: '/order/$id' });

const collect = createRoute({
  getParentRoute: () => root,
  path: '/collect',
  component: CollectScreen,
  validateSearch: readFormSearch,
});
const collectResult = createRoute({
  getParentRoute: () => root,
  path: '/collect/$id',
  component: CollectResultScreen,
});

const payout = createRoute({
  getParentRoute: () => root,
  path: '/payout',
  component: PayoutScreen,
  validateSearch: readFormSearch,
});
const payoutOutcome = createRoute({
  getParentRoute: () => root,
  path: '/payout/$id',
  component: PayoutOutcomeScreen,
});

const balances = createRoute({ getParentRoute: () => root, path: '/balances', component: BalancesScreen });
const banks = createRoute({ getParentRoute: () => root, path: '/banks', component: BanksScreen });
const callbacks = createRoute({ getParentRoute: () => root, path: '/callbacks', component: CallbacksScreen });
const settings = createRoute({
  getParentRoute: () => root,
  path: '/settings',
  component: SettingsScreen,
  validateSearch: readSettingsSearch,
});
const imports = createRoute({ getParentRoute: () => root, path: '/import', component: ImportScreen });
const welcome = createRoute({ getParentRoute: () => root, path: '/welcome', component: WelcomeScreen });

const routeTree = root.addChildren([
  overview,
  orders.addChildren([order]),
  ownOrder,
  collect,
  collectResult,
  payout,
  payoutOutcome,
  balances,
  banks,
  callbacks,
  settings,
  imports,
  welcome,
]);

/** The window's places. The hash keeps them out of the program's own file addresses. */
export const makeRouter = (history: RouterHistory = createHashHistory()) =>
  createRouter({ routeTree, history, defaultPreload: false, scrollRestoration: false });

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
