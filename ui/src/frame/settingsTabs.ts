/** The chapters of the settings. */
export const settingsTabs = ['accounts', 'listener', 'practice', 'data', 'look', 'links', 'about'] as const;
export type SettingsTab = (typeof settingsTabs)[number];

export function readSettingsSearch(search: Record<string, unknown>): { tab?: SettingsTab } {
  const tab = settingsTabs.find((known) => known === search['tab']);
  return tab === undefined ? {} : { tab };
}
