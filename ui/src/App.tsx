import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { type QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type RouterHistory, RouterProvider } from '@tanstack/react-router';
import { useMemo } from 'react';
import { IntlProvider, useIntl } from 'react-intl';
import { makeRouter } from './frame/router';
import { copyText } from './ipc';
import { CopyProvider, KeysProvider, LiveRegion } from './parts';
import { ImportProvider } from './screens/import/ImportProvider';
import { ScopeProvider } from './session/scope';
import { en } from './texts';
import { chooseLocale } from './texts/locale';
import { cssVariablesResolver, themeWith } from './theme';

export type AppProps = {
  client: QueryClient;
  history?: RouterHistory;
  /** The nonce that style elements need under the window's policy. */
  nonce?: string;
  /** Tests run without transitions. */
  env?: 'default' | 'test';
};

const schemes = localStorageColorSchemeManager({ key: 'counterfoil-scheme' });

/** The whole window. */
export function App(props: AppProps) {
  return (
    <IntlProvider locale={chooseLocale(navigator.languages)} defaultLocale="en" messages={en}>
      <Window {...props} />
    </IntlProvider>
  );
}

function Window({ client, history, nonce, env = 'default' }: AppProps) {
  const close = useIntl().formatMessage({ id: 'parts.close' });
  const theme = useMemo(() => themeWith(close), [close]);
  const router = useMemo(() => makeRouter(history), [history]);
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariablesResolver}
      defaultColorScheme="auto"
      colorSchemeManager={schemes}
      env={env}
      {...(nonce === undefined ? {} : { getStyleNonce: () => nonce })}
    >
      <LiveRegion>
        <CopyProvider write={copyText}>
          <KeysProvider>
            <QueryClientProvider client={client}>
              <ScopeProvider>
                <ImportProvider>
                  <RouterProvider router={router} />
                </ImportProvider>
              </ScopeProvider>
            </QueryClientProvider>
          </KeysProvider>
        </CopyProvider>
      </LiveRegion>
    </MantineProvider>
  );
}
