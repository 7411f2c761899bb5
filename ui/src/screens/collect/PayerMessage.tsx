import { Group, Select, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import type { OrderDetailView } from '../../ipc';
import { CopyTextButton } from '../../parts';
import { type PayerLanguage, payerLanguages } from '../../texts/payer';
import classes from './collect.module.css';
import { payerMessage } from './payerMessage';

/** A ready message to the payer. */
export function PayerMessage({ order, ends }: { order: OrderDetailView; ends: number | null }) {
  const intl = useIntl();
  const [language, choose] = useState<PayerLanguage>('en');
  const text = payerMessage(order, ends, language);
  const what = intl.formatMessage({ id: 'collect.message' });
  return (
    <section aria-label={what}>
      <Stack gap="xs">
        <Group justify="space-between" gap="sm">
          <Title order={2}>{what}</Title>
          <Group gap="xs">
            {payerLanguages.length < 2 ? null : (
              <Select
                aria-label={intl.formatMessage({ id: 'collect.message.language' })}
                value={language}
                onChange={(value) => choose(payerLanguages.find((known) => known === value) ?? 'en')}
                data={payerLanguages.map((value) => ({
                  value,
                  label: intl.formatDisplayName(value, { type: 'language' }) ?? value,
                }))}
              />
            )}
            <CopyTextButton text={text} what={what}>
              {intl.formatMessage({ id: 'collect.message.copy' })}
            </CopyTextButton>
          </Group>
        </Group>
        <Text component="div" size="sm" lang={language} className={classes['message'] ?? ''}>
          {text}
        </Text>
      </Stack>
    </section>
  );
}
