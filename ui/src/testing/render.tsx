import { notifications } from '@mantine/notifications';
import { spotlight } from '@mantine/spotlight';
import { createMemoryHistory } from '@tanstack/react-router';
import { render } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { App } from '../App';
import { newQueryClient } from '../ipc';
import { type FakeOptions, openFake } from '../ipc/fake';

/** The whole window over the in-memory fake, at a place. */
export function renderApp({ at = '/', ...options }: FakeOptions & { at?: string } = {}) {
  // The libraries keep messages and the palette's state for the whole page: they would outlive the window before.
  notifications.clean();
  spotlight.close();
  const fake = openFake(options);
  const history = createMemoryHistory({ initialEntries: [at] });
  const view = render(<App client={newQueryClient()} history={history} env="test" />);
  return { fake, history, user: userEvent.setup(), ...view };
}
