import { Alert, Stack } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { useIntl } from 'react-intl';
import { useAppState } from '../../ipc';
import { Code, DetailList, LoadingState } from '../../parts';
import { FailedToLoad, knownText } from '../../words';

/** Which program this is, where its data is, and what it found when it started. */
export function AboutTab() {
  const intl = useIntl();
  const state = useAppState();
  if (state.isPending) return <LoadingState />;
  if (state.data === undefined)
    return <FailedToLoad error={state.error} onAgain={() => void state.refetch()} />;
  const { version, dataFolder, vault, notices } = state.data;
  const folder = intl.formatMessage({ id: 'settings.about.folder' });
  return (
    <Stack gap="md" maw="44rem">
      <DetailList
        details={[
          { term: intl.formatMessage({ id: 'settings.about.version' }), value: version },
          { term: folder, value: <Code value={dataFolder} what={folder} /> },
          {
            term: intl.formatMessage({ id: 'settings.about.vault' }),
            value: intl.formatMessage({ id: `settings.about.vault.${vault.kind}` }),
          },
        ]}
      />
      {notices.map(({ code, detail }) => (
        <Alert key={`${code} ${detail}`} variant="outline" color="ink" icon={<IconInfoCircle aria-hidden />}>
          {knownText(intl, `settings.notice.${code}`, 'settings.notice.other', { code, detail })}
        </Alert>
      ))}
    </Stack>
  );
}
