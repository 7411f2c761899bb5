import { Stack, Switch, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useIntl } from 'react-intl';
import { keys, shell, useCommand } from '../../ipc';
import { FieldRow, LoadingState, useAnnounce } from '../../parts';
import { FailedToLoad, Failure } from '../../words';

/** Whether links to orders open with this program: only if a person wants it. */
export function LinksTab() {
  const intl = useIntl();
  const client = useQueryClient();
  const announce = useAnnounce();
  const handler = useQuery({ queryKey: keys.linkHandler, queryFn: () => shell.linkHandler(), staleTime: 0 });
  const set = useCommand((on: boolean) => shell.setLinkHandler(on));
  if (handler.isPending) return <LoadingState lines={2} />;
  if (handler.data === undefined)
    return <FailedToLoad error={handler.error} onAgain={() => void handler.refetch()} />;
  const { supported, on, other } = handler.data;
  const title = intl.formatMessage({ id: 'links.handler' });
  return (
    <FieldRow
      title={title}
      help={
        <Stack gap={4}>
          <span>{intl.formatMessage({ id: 'links.handler.help' })}</span>
          <span>{intl.formatMessage({ id: 'links.handler.what' })}</span>
        </Stack>
      }
    >
      <Stack gap="xs">
        <Switch
          aria-label={title}
          checked={on}
          disabled={!supported || set.isPending}
          onChange={(event) =>
            set.mutate(event.currentTarget.checked, {
              onSuccess: (now) => {
                client.setQueryData(keys.linkHandler, now);
                announce(intl.formatMessage({ id: `links.handler.${now.on ? 'on' : 'off'}` }));
              },
            })
          }
        />
        {supported ? null : <Text size="sm">{intl.formatMessage({ id: 'links.handler.unsupported' })}</Text>}
        {other === null ? null : (
          <Text size="sm">{intl.formatMessage({ id: 'links.handler.other' }, { name: other })}</Text>
        )}
        {set.isError ? <Failure error={set.error} /> : null}
      </Stack>
    </FieldRow>
  );
}
