import { Text } from '@mantine/core';
import { useIntl } from 'react-intl';
import classes from './outcome.module.css';

/** Somebody else's words, and whose they are. */
export function GatewayWords({ words }: { words: string }) {
  const intl = useIntl();
  return (
    <Text size="sm" component="div">
      {intl.formatMessage({ id: 'outcome.verbatim' })} <bdi className={classes['verbatim']}>{words}</bdi>
    </Text>
  );
}
