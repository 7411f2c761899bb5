import { Tabs } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useIntl } from 'react-intl';
import { type SettingsTab, settingsTabs } from '../../frame/settingsTabs';
import { useAppState } from '../../ipc';
import { Page } from '../../parts';
import { DataTab } from '../data';
import { AboutTab } from './AboutTab';
import { AccountsTab } from './accounts/AccountsTab';
import { LinksTab } from './LinksTab';
import { ListenerTab } from './ListenerTab';
import { LookTab } from './LookTab';
import { PracticeTab } from './PracticeTab';

const content: Record<SettingsTab, () => React.ReactNode> = {
  accounts: () => <AccountsTab />,
  listener: () => <ListenerTab />,
  practice: () => <PracticeTab />,
  data: () => <DataTab />,
  look: () => <LookTab />,
  links: () => <LinksTab />,
  about: () => <AboutTab />,
};

/** What is set once and seldom changed. */
export function SettingsScreen() {
  const intl = useIntl();
  const navigate = useNavigate();
  const { tab = 'accounts' } = useSearch({ from: '/settings' });
  const practice = useAppState().data?.mode === 'practice';
  const shown = settingsTabs.filter((known) => known !== 'practice' || practice);
  return (
    <Page title={intl.formatMessage({ id: 'frame.nav.settings' })}>
      <Tabs
        value={tab}
        keepMounted={false}
        onChange={(value) =>
          void navigate({ to: '/settings', search: { tab: value as SettingsTab }, replace: true })
        }
      >
        <Tabs.List mb="md">
          {shown.map((known) => (
            <Tabs.Tab key={known} value={known}>
              {intl.formatMessage({ id: `settings.tab.${known}` })}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {shown.map((known) => (
          <Tabs.Panel key={known} value={known}>
            {content[known]()}
          </Tabs.Panel>
        ))}
      </Tabs>
    </Page>
  );
}
