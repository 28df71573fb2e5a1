/** What the page needs soon, but not to show the card: fetched once that is done. */
export { Account } from './Account';
export { Activity } from './Activity';
export { CodeDialog } from './CodeDialog';
export { InstallHint } from './InstallHint';
export { keepForOffline } from './keepForOffline';
export { MyDataLink } from './MyDataLink';
export { Rewards } from './Rewards';
export { Terms } from './Terms';
