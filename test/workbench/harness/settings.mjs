// User settings of the editors that this repository starts.

/** Settings for a person who tries the extension: nothing but the product asks for attention. */
export const quietSettings = {
  'chat.agent.enabled': false,
  'chat.agentHost.enabled': false,
  'chat.commandCenter.enabled': false,
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'git.autofetch': false,
  'git.openRepositoryInParentFolders': 'never',
  'json.schemaDownload.enable': false,
  'npm.fetchOnlinePackageInfo': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'update.showReleaseNotes': false,
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.settings.enableNaturalLanguageSearch': false,
  'workbench.tips.enabled': false,
};

/** Settings for tests: on top of the quiet ones, nothing opens or moves by itself. */
export const testSettings = {
  ...quietSettings,
  'editor.accessibilitySupport': 'off',
  'editor.cursorBlinking': 'solid',
  'files.simpleDialog.enable': true,
  'security.workspace.trust.enabled': false,
  'window.commandCenter': false,
  'window.menuBarVisibility': 'classic',
  'workbench.reduceMotion': 'on',
  'workbench.startupEditor': 'none',
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
};

/** The editor's own default themes. */
export const themes = {
  dark: 'Default Dark Modern',
  light: 'Default Light Modern',
  'high contrast': 'Default High Contrast',
};
