import { Group, SegmentedControl, Text } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { IconMessage } from '@tabler/icons-react';
import { useIntl } from 'react-intl';
import { type MarketView, type OrderDetailView, useAppState, useMarkets } from '../../../ipc';
import { CopyTextButton, KeyHint, useCopy, useKeys, useNow } from '../../../parts';
import { type AnswerLanguage, answerLanguages, answerLocales, languageOf } from '../../../texts/answers';
import { answerText } from './answer';
import classes from './Detail.module.css';
import { Section } from './Section';

const MINUTE_MS = 60_000;

/** What to tell the customer about this order, ready to be copied into a chat or read out. */
export function AnswerCard({ order }: { order: OrderDetailView }) {
  const market = useMarkets().data?.find(({ id }) => id === order.marketId);
  const mode = useAppState().data?.mode;
  // Never in the wrong language, by the wrong clock, or without saying that it is practice, not even for a moment.
  return market === undefined || mode === undefined ? null : (
    <Card order={order} market={market} practice={mode === 'practice'} />
  );
}

type CardProps = { order: OrderDetailView; market: MarketView; practice: boolean };

function Card({ order, market, practice }: CardProps) {
  const intl = useIntl();
  const [copy] = useCopy();
  const now = useNow(MINUTE_MS);
  const [language, choose] = useAnswerLanguage(market.id, market.country);
  const write = (at: number) => answerText(order, { language, zone: market.zone, practice, now: at });
  const what = intl.formatMessage({ id: 'orders.answer' });
  useKeys([
    {
      keys: 'a',
      label: intl.formatMessage({ id: 'orders.key.answer' }),
      run: () => copy(write(Date.now()), what),
    },
  ]);
  return (
    <Section title={what}>
      <Text component="div" size="sm" lang={language} className={classes['answer'] ?? ''}>
        {write(now)}
      </Text>
      <Group justify="space-between" gap="xs">
        <SegmentedControl
          size="xs"
          aria-label={intl.formatMessage({ id: 'orders.answer.language' })}
          value={language}
          onChange={(value) => choose(answerLanguages.find((known) => known === value) ?? 'en')}
          data={answerLanguages.map((value) => ({
            value,
            label: <span lang={value}>{answerLocales[value].name}</span>,
          }))}
        />
        <Group gap="xs">
          <KeyHint keys="a" />
          <CopyTextButton size="xs" text={() => write(Date.now())} what={what} icon={IconMessage}>
            {intl.formatMessage({ id: 'orders.answer.copy' })}
          </CopyTextButton>
        </Group>
      </Group>
    </Section>
  );
}

/** The language for a market's customers: the one chosen last for it, else the one most of them speak. */
function useAnswerLanguage(
  market: string,
  country: string,
): [AnswerLanguage, (language: AnswerLanguage) => void] {
  const [chosen, keep] = useLocalStorage<Readonly<Record<string, AnswerLanguage>>>({
    key: 'counterfoil-answer-languages',
    defaultValue: {},
    getInitialValueInEffect: false,
    deserialize: readChosen,
    serialize: JSON.stringify,
  });
  return [
    chosen[market] ?? languageOf(country),
    (language) => keep((now) => ({ ...now, [market]: language })),
  ];
}

function readChosen(stored: string | undefined): Readonly<Record<string, AnswerLanguage>> {
  try {
    const parts: unknown = JSON.parse(stored ?? '{}');
    if (typeof parts !== 'object' || parts === null) return {};
    return Object.fromEntries(
      Object.entries(parts).filter((entry): entry is [string, AnswerLanguage] =>
        answerLanguages.some((known) => known === entry[1]),
      ),
    );
  } catch {
    return {};
  }
}
