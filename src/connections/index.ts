export type {
  AwsConnection,
  Connection,
  Connections,
  LocalState,
} from './connection.ts';
export { connectionLabel } from './connection.ts';
