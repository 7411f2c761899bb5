import { useLocalStorage } from '@mantine/hooks';
import { useEffect } from 'react';

/** Text sizes in per cent of the system's. */
export const textSizes = [100, 125, 150, 175, 200] as const;
export type TextSize = (typeof textSizes)[number];

const read = (stored: string | undefined): TextSize =>
  textSizes.find((size) => String(size) === stored) ?? 100;

/** How large texts are; remembered on this computer. */
export const useTextSize = () =>
  useLocalStorage<TextSize>({
    key: 'counterfoil-text-size',
    defaultValue: 100,
    getInitialValueInEffect: false,
    deserialize: read,
    serialize: String,
  });

/** Whether the navigation shows icons only. */
export const useNavigationFolded = () =>
  useLocalStorage<boolean>({
    key: 'counterfoil-navigation-folded',
    defaultValue: false,
    getInitialValueInEffect: false,
  });

/** Applies the text size to the whole window. */
export function useApplyTextSize(): void {
  const [size] = useTextSize();
  useEffect(() => {
    document.documentElement.style.fontSize = `${size}%`;
    // Lists measure their rows anew.
    window.dispatchEvent(new Event('resize'));
  }, [size]);
}
