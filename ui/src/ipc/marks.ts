// Labels and stars.
import { useQuery } from '@tanstack/react-query';
import { shell } from './commands';
import { keys } from './keys';

/** All labels with how many orders have each. */
export const useLabels = (wanted = true) =>
  useQuery({ queryKey: keys.labels, queryFn: () => shell.labels(), enabled: wanted });
