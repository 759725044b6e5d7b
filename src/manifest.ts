/** Every id that package.json declares, typed. A test holds the two against each other. */

/** Commands, by what they do. */
export const commands = {
  deployModel: 'sagemakerHosting.deployModel',
  invokePayload: 'sagemakerHosting.invokePayload',
  openScratchpad: 'sagemakerHosting.openScratchpad',
  shiftTraffic: 'sagemakerHosting.shiftTraffic',
  updateEndpoint: 'sagemakerHosting.updateEndpoint',
  describe: 'sagemakerHosting.describe',
  copyName: 'sagemakerHosting.copyName',
  copyArn: 'sagemakerHosting.copyArn',
  delete: 'sagemakerHosting.delete',
  refresh: 'sagemakerHosting.refresh',
  loadMore: 'sagemakerHosting.loadMore',
  addConnection: 'sagemakerHosting.addConnection',
  removeConnection: 'sagemakerHosting.removeConnection',
  startLocal: 'sagemakerHosting.startLocal',
  stopLocal: 'sagemakerHosting.stopLocal',
  openSampleWorkspace: 'sagemakerHosting.openSampleWorkspace',
  showLog: 'sagemakerHosting.showLog',
} as const;

/** The id of a command. */
export type CommandId = (typeof commands)[keyof typeof commands];

/** Views. */
export const views = { resources: 'sagemakerHosting.resources' } as const;

/** Webview panels; each has a serializer. */
export const panels = {
  deploy: 'sagemakerHosting.deploy',
  traffic: 'sagemakerHosting.traffic',
  scratchpad: 'sagemakerHosting.scratchpad',
} as const;

/** The id of a webview panel. */
export type PanelId = (typeof panels)[keyof typeof panels];

/** Context keys that menus ask for. */
export const contextKeys = {
  localRunning: 'sagemakerHosting.localRunning',
  hasAwsConnection: 'sagemakerHosting.hasAwsConnection',
} as const;

/** Settings, below `sagemakerHosting`. */
export const settings = {
  section: 'sagemakerHosting',
  localDataFolder: 'local.dataFolder',
  pollingInterval: 'pollingInterval',
} as const;

/** The walkthrough on the Get Started page. */
export const walkthroughs = { start: 'start' } as const;

/**
 * Words of a tree item's `contextValue`, which the menus match one by one. They are part of the manifest: a menu entry that asks
 * for another word would never show.
 */
export const itemTokens = {
  resource: 'resource',
  canInvoke: 'canInvoke',
  canShift: 'canShift',
  canUpdate: 'canUpdate',
  canDelete: 'canDelete',
  canDeploy: 'canDeploy',
  localRunning: 'localRunning',
  localStopped: 'localStopped',
  awsConnection: 'awsConnection',
} as const;
